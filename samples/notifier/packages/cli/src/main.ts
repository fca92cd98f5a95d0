#!/usr/bin/env node
import { Command } from "commander";

import { Client } from "./client.js";
import { readRecipients } from "./import.js";

const program = new Command("bellwether").description("Notices of your library").version("2.6.0");

function client(): Client {
  const { BELLWETHER_URL, BELLWETHER_LIBRARY, BELLWETHER_KEY } = process.env;
  if (!BELLWETHER_URL || !BELLWETHER_LIBRARY || !BELLWETHER_KEY) {
    console.error("set BELLWETHER_URL, BELLWETHER_LIBRARY and BELLWETHER_KEY");
    process.exit(2);
  }
  return new Client(BELLWETHER_URL, BELLWETHER_LIBRARY, BELLWETHER_KEY);
}

program
  .command("list")
  .description("shows the newest notices")
  .option("-n, --number <count>", "how many", "20")
  .action(async (options: { number: string }) => {
    const notices = await client().list();
    for (const notice of notices.slice(0, Number(options.number))) {
      const id = String(notice.id).padStart(6);
      console.log(`${id}  ${notice.state.padEnd(10)}  ${notice.delivered}/${notice.delivered + notice.failed}  ${notice.subject}`);
    }
  });

program
  .command("send <subject> <template>")
  .description("hands in a notice and sends it")
  .action(async (subject: string, template: string) => {
    const id = await client().add(subject, template);
    const readers = await client().send(id);
    console.log(`notice ${id} goes to ${readers} readers`);
  });

program
  .command("check <file>")
  .description("checks a CSV file of readers")
  .action((file: string) => {
    const { recipients, problems } = readRecipients(file);
    problems.forEach((problem) => console.error(problem));
    console.log(`${recipients.length} readers, ${problems.length} problems`);
    process.exitCode = problems.length > 0 ? 1 : 0;
  });

program
  .command("cancel <id>")
  .description("stops what has not been sent")
  .action(async (id: string) => client().cancel(Number(id)));

program.parseAsync().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
