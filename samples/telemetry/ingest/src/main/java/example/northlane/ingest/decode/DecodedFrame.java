package example.northlane.ingest.decode;

import java.util.List;

/** What `framedec` made of one frame. */
public record DecodedFrame(long trailer, int sequence, List<Series> series, List<Door> doors, String error) {
  public record Series(int sensor, int stepSeconds, int[] values) {}

  public record Door(int number, boolean open) {}

  static DecodedFrame broken(String error) {
    return new DecodedFrame(0, 0, List.of(), List.of(), error);
  }
}
