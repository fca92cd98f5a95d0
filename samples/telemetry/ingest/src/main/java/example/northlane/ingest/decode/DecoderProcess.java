package example.northlane.ingest.decode;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** One running `framedec`. A broken pipe means that it died; the pool starts another. */
class DecoderProcess implements AutoCloseable {
  private final Process process;
  private final OutputStream input;
  private final BufferedReader output;

  DecoderProcess(String command) throws IOException {
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    input = new BufferedOutputStream(process.getOutputStream());
    output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  synchronized DecodedFrame decode(byte[] frame) throws IOException {
    input.write(frame.length & 0xFF);
    input.write(frame.length >> 8);
    input.write(frame);
    input.flush();
    String line = output.readLine();
    if (line == null) {
      throw new IOException("framedec ended");
    }
    return JsonLine.read(line);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroy();
  }
}
