export interface NoticeRow {
  id: number;
  subject: string;
  state: string;
  delivered: number;
  failed: number;
}

const headers = (library: string) => ({ "x-library": library, "x-key": sessionStorage.getItem("key") ?? "" });

export async function fetchNotices(library: string): Promise<NoticeRow[]> {
  try {
    const response = await fetch("/notices", { headers: headers(library) });
    return await response.json();
  } catch {
    return [];
  }
}

export async function addNotice(library: string, subject: string, template: string): Promise<number> {
  const response = await fetch("/notices", {
    method: "POST",
    headers: { ...headers(library), "content-type": "application/json" },
    body: JSON.stringify({ subject, template }),
  });
  if (!response.ok) throw new Error((await response.json()).problems.join("; "));
  return (await response.json()).id;
}
