package example.northlane.aggregate;

/** How often and how long the doors of a trailer stood open. */
public class DoorStatistics {
  private int openings;
  private long openMillis;
  private long openedAt = -1;

  public synchronized void opened(long at) {
    if (openedAt < 0) {
      openings++;
      openedAt = at;
    }
  }

  public synchronized void closed(long at) {
    if (openedAt >= 0) {
      openMillis += Math.max(0, at - openedAt);
      openedAt = -1;
    }
  }

  public synchronized int takeOpenings() {
    int taken = openings;
    openings = 0;
    return taken;
  }

  public synchronized long openMillis() {
    return openMillis;
  }
}
