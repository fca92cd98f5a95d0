import { useEffect, useMemo, useState } from "react";

import { fetchNotices, type NoticeRow } from "./api";

interface Props {
  library: string;
}

export function Notices({ library }: Props) {
  const [rows, setRows] = useState<NoticeRow[]>([]);
  const [filter, setFilter] = useState("");

  useEffect(() => {
    const refresh = async () => setRows(await fetchNotices(library));
    void refresh();
    setInterval(refresh, 10_000);
  }, []);

  const visible = useMemo(
    () => [...rows].sort((a, b) => b.id - a.id).filter((row) => row.subject.toLowerCase().includes(filter.toLowerCase())),
    [rows, filter],
  );

  return (
    <section>
      <input placeholder="filter" value={filter} onChange={(event) => setFilter(event.target.value)} />
      <table>
        <tbody>
          {visible.map((row) => (
            <tr key={row.id}>
              <td>{row.id}</td>
              <td>{row.subject}</td>
              <td>{row.state}</td>
              <td>
                <Progress delivered={row.delivered} failed={row.failed} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Progress({ delivered, failed }: { delivered: number; failed: number }) {
  const total = delivered + failed;
  if (total === 0) return <span>not sent</span>;
  return <progress max={total} value={delivered} title={`${failed} failed`} />;
}
