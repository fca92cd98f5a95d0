// A tour of what the TSX front end must see.
// The theme: a shopping list that is kept on a server.
import React, { createContext, lazy, memo, Suspense, useContext, useEffect, useRef, useState } from "react";
import * as ReactDOM from "react-dom/client";
import type { FC, PropsWithChildren, ReactNode } from "react";
import "./list.css";
export { Row as ListRow };

interface Entry {
  id: number;
  text: string;
  amount: number;
}

type Action = { kind: "add"; text: string } | { kind: "remove"; id: number };

enum Theme {
  Light = "light",
  Dark = "dark",
}

const ThemeContext = createContext<Theme>(Theme.Light);
const Chart = lazy(() => import("./Chart"));
let requests = 0;

class Boundary extends React.Component<PropsWithChildren<{ label: string }>, { broken: boolean }> {
  state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  render(): ReactNode {
    return this.state.broken ? <p>{this.props.label} failed</p> : this.props.children;
  }
}

async function load(url: string, signal?: AbortSignal): Promise<Entry[]> {
  requests++;
  const response = await fetch(url, { signal });
  if (!response.ok) {
    throw new Error(`status ${response.status}`);
  }
  return response.json();
}

function useEntries(url: string): [Entry[], (action: Action) => void] {
  const [entries, setEntries] = useState<Entry[]>([]);
  const next = useRef(1);

  useEffect(() => {
    const controller = new AbortController();
    load(url, controller.signal)
      .then(setEntries)
      .catch(() => {});
    const timer = setInterval(async () => {
      try {
        setEntries(await load(url));
      } catch {}
    }, 5_000);
    return () => {
      controller.abort();
      clearInterval(timer);
    };
  }, [url]);

  function dispatch(action: Action): void {
    switch (action.kind) {
      case "add":
        setEntries((old) => [...old, { id: next.current++, text: action.text, amount: 1 }]);
        break;
      case "remove":
        setEntries((old) => old.filter((entry) => entry.id !== action.id));
        break;
    }
  }

  return [entries, dispatch];
}

function colour(text: string): string {
  let value = 0;
  for (let i = 0; i < text.length; i++) {
    value = ((value << 5) - value + text.charCodeAt(i)) | 0;
  }
  let digits = "";
  for (let place = 0; place < 6; place++) {
    digits += ((value >> (place * 4)) & 0xf).toString(16);
  }
  return "#" + digits;
}

function* pages<T>(items: readonly T[], size: number): Generator<T[]> {
  let start = 0;
  while (start < items.length) {
    yield items.slice(start, (start += size));
  }
}

const Row = memo(function Row({ entry, onRemove, ...rest }: { entry: Entry; onRemove: (id: number) => void }) {
  const theme = useContext(ThemeContext);
  return (
    <li className={`row ${theme}`} style={{ color: colour(entry.text) }} {...rest}>
      {entry.amount > 1 && <b>{entry.amount}×</b>} {entry.text}
      <button onClick={() => onRemove(entry.id)}>remove</button>
    </li>
  );
});

const Total: FC<{ entries: Entry[] }> = ({ entries }) => {
  let sum = 0;
  for (const { amount } of entries) sum += amount;
  return <>{sum === 0 ? "nothing" : `${sum} things`}</>;
};

function Raw<T extends { html: string }>({ html }: T) {
  return <div dangerouslySetInnerHTML={{ __html: html }} />;
}

export default function List({ url, note = "" }: { url: string; note?: string }) {
  const [entries, dispatch] = useEntries(url);
  const [text, setText] = useState("");
  if (entries.length === 0 && !note) {
    return <p>The list is empty.</p>;
  }
  const rows = [];
  for (const page of pages(entries, 20)) {
    rows.push(
      <ul key={page[0]!.id}>
        {page.map((entry) => (
          <Row key={entry.id} entry={entry} onRemove={(id) => dispatch({ kind: "remove", id })} />
        ))}
      </ul>,
    );
  }
  return (
    <Boundary label="list">
      <ThemeContext.Provider value={Theme.Dark}>
        {rows}
        <Total entries={entries} />
        <input value={text} onChange={(event) => setText(event.target.value as string)} />
        <button onClick={async () => dispatch({ kind: "add", text: text.trim() })} disabled={!text} />
        <Suspense fallback={<i>…</i>}>
          <Chart />
        </Suspense>
        <Raw html={note} />
      </ThemeContext.Provider>
    </Boundary>
  );
}

function runScript(source: string): void {
  (window as any)[source] = new Function(source);
  eval(source);
}

test("colours are stable", () => {
  expect(colour("milk")).toBe(colour("milk"));
});

const root = document.getElementById("root");
if (root !== null) {
  ReactDOM.createRoot(root).render(<List url="/list" />);
  do runScript("void 0");
  while (requests < 0);
}

@tracked
class Shelf {}
