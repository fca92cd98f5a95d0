import { useState, type FormEvent } from "react";

import { addNotice } from "./api";

interface Props {
  library: string;
  onDone: () => void;
}

export function Compose({ library, onDone }: Props) {
  const [subject, setSubject] = useState("");
  const [template, setTemplate] = useState("Dear {{name}},\n");
  const [problem, setProblem] = useState<string>();

  async function submit(event: FormEvent) {
    event.preventDefault();
    try {
      await addNotice(library, subject, template);
      onDone();
    } catch (error) {
      setProblem((error as Error).message);
    }
  }

  return (
    <form onSubmit={submit}>
      <input value={subject} onChange={(event) => setSubject(event.target.value)} required />
      <textarea value={template} onChange={(event) => setTemplate(event.target.value)} rows={12} />
      {problem && <p role="alert">{problem}</p>}
      <button>Hand in</button>
    </form>
  );
}
