package example.northlane.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AggregatorTest {
  private final List<Summary> written = new ArrayList<>();
  private final Aggregator aggregator = new Aggregator(written::add);

  @Test
  void hourIsWrittenWhenTheNextBegins() throws Exception {
    for (int minute = 0; minute < 60; minute++) {
      aggregator.add(new Reading(7, 1, minute * 60_000L, -20 + minute % 3));
    }
    assertEquals(0, aggregator.flush());
    aggregator.add(new Reading(7, 1, 3_600_000L, -18));
    assertEquals(1, aggregator.flush());
    assertEquals(-19, written.get(0).median(), 0.01);
  }

  @Test
  void unknownTrailerHasNoSummary() {
    assertNull(aggregator.current(99));
  }

  @Test
  void smoothingTakesOutASingleSpike() {
    double[] smooth = Percentiles.smooth(new double[] {1, 1, 90, 1, 1}, 3);
    assertEquals(1, smooth[2]);
  }

  @Test
  void percentileOfNothingIsNotANumber() {
    assertTrue(Double.isNaN(Percentiles.of(new double[0], 0, 0.5)));
  }
}
