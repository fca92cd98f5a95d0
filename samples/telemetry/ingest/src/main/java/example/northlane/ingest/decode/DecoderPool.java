package example.northlane.ingest.decode;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** Several decoders, taken in turn. */
public class DecoderPool implements AutoCloseable {
  private final String command;
  private final DecoderProcess[] decoders;
  private final AtomicInteger turn = new AtomicInteger();

  public DecoderPool(String command, int count) throws IOException {
    this.command = command;
    this.decoders = new DecoderProcess[count];
    for (int i = 0; i < count; i++) {
      decoders[i] = new DecoderProcess(command);
    }
  }

  public DecodedFrame decode(byte[] frame) throws IOException {
    int slot = Math.floorMod(turn.getAndIncrement(), decoders.length);
    try {
      return decoders[slot].decode(frame);
    } catch (IOException died) {
      synchronized (decoders) {
        if (!decoders[slot].isAlive()) {
          decoders[slot] = new DecoderProcess(command);
        }
      }
      return DecodedFrame.broken("decoder died");
    }
  }

  @Override
  public void close() {
    for (DecoderProcess decoder : decoders) {
      decoder.close();
    }
  }
}
