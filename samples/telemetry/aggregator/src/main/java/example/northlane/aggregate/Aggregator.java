package example.northlane.aggregate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Summaries of all trailers. Called from every worker thread. */
public class Aggregator {
  public static final Map<Long, Long> LAST_SEEN = new HashMap<>();
  private static long totalReadings;

  private final Map<Long, TrailerWindow> windows = new ConcurrentHashMap<>();
  private final List<Summary> pending = new ArrayList<>();
  private final Object lock = new Object();
  private final Object pendingLock = new Object();
  private final SummarySink sink;
  private volatile boolean closed;

  public Aggregator(SummarySink sink) {
    this.sink = sink;
  }

  public void add(Reading reading) {
    if (closed) {
      throw new IllegalStateException("aggregator is closed");
    }
    totalReadings++;
    LAST_SEEN.put(reading.trailer(), reading.takenAt());
    TrailerWindow window = windows.computeIfAbsent(reading.trailer(), TrailerWindow::new);
    Summary finished = window.add(reading);
    if (finished != null) {
      synchronized (pendingLock) {
        pending.add(finished);
      }
    }
  }

  public void door(long trailer, boolean open, long at) {
    DoorStatistics doors = windows.computeIfAbsent(trailer, TrailerWindow::new).doors;
    if (open) {
      doors.opened(at);
    } else {
      doors.closed(at);
    }
  }

  /** Writes all finished hours. */
  public int flush() throws IOException {
    int written = 0;
    synchronized (lock) {
      synchronized (pendingLock) {
        for (Summary summary : pending) {
          sink.write(summary);
          written++;
        }
        pending.clear();
      }
    }
    return written;
  }

  /** Takes over what another aggregator has not written yet; used when a shard moves. */
  public void merge(Aggregator other) {
    synchronized (pendingLock) {
      synchronized (lock) {
        pending.addAll(other.pending);
        windows.putAll(other.windows);
      }
    }
  }

  public Summary current(long trailer) {
    TrailerWindow window = windows.get(trailer);
    return window == null ? null : window.peek();
  }

  /** Trailers that have been silent for so long. */
  public List<Long> silentSince(long before) {
    List<Long> silent = new ArrayList<>();
    for (Map.Entry<Long, Long> entry : LAST_SEEN.entrySet()) {
      if (entry.getValue() < before) {
        silent.add(entry.getKey());
      }
    }
    return silent;
  }

  public void close() throws IOException {
    closed = true;
    flush();
  }

  public static long totalReadings() {
    return totalReadings;
  }
}
