package example.northlane.ingest.decode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class JsonLineTest {
  @Test
  void readsSeriesAndDoors() {
    DecodedFrame frame = JsonLine.read(
        "{\"trailer\":77,\"sequence\":4,\"minutes\":9,\"records\":["
            + "{\"series\":11,\"step\":60,\"values\":[-1800,-1795]},{\"door\":1,\"open\":1,\"at\":3}]}");
    assertNull(frame.error());
    assertEquals(77, frame.trailer());
    assertArrayEquals(new int[] {-1800, -1795}, frame.series().get(0).values());
    assertEquals(true, frame.doors().get(0).open());
  }

  @Test
  void keepsTheDecodersWord() {
    assertEquals("wrong checksum", JsonLine.read("{\"error\":\"wrong checksum\"}").error());
  }
}
