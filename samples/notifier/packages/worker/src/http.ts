import { DeliveryError } from "@bellwether/core";

/** POSTs JSON and turns everything but success into a DeliveryError. */
export async function post(url: string, body: unknown, headers: Record<string, string> = {}, timeout = 10_000): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(timeout),
    });
  } catch (error) {
    throw new DeliveryError(`no answer: ${(error as Error).message}`, true);
  }
  if (response.status === 429 || response.status >= 500) {
    throw new DeliveryError(`status ${response.status}`, true, response.status);
  }
  if (!response.ok) {
    throw new DeliveryError(`status ${response.status}`, false, response.status);
  }
  return response.json();
}
