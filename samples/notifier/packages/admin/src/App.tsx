import { useState } from "react";

import { Compose } from "./Compose";
import { Notices } from "./Notices";

type Page = "notices" | "compose";

export function App() {
  const [page, setPage] = useState<Page>("notices");
  const [library, setLibrary] = useState("north");
  return (
    <>
      <nav>
        <button onClick={() => setPage("notices")}>Notices</button>
        <button onClick={() => setPage("compose")}>New notice</button>
        <input value={library} onChange={(event) => setLibrary(event.target.value)} />
      </nav>
      {page === "notices" ? <Notices library={library} /> : <Compose library={library} onDone={() => setPage("notices")} />}
    </>
  );
}
