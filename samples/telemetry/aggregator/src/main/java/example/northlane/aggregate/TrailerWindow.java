package example.northlane.aggregate;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** The readings of one trailer in the running hour. */
class TrailerWindow {
  private static final int INITIAL = 64;
  private static final int SMOOTHING = 5;

  final long trailer;
  final DoorStatistics doors = new DoorStatistics();
  final AtomicLong received = new AtomicLong();
  final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  private double[] values = new double[INITIAL];
  private int count;
  private long hour;
  private double warmest = Double.NEGATIVE_INFINITY;

  TrailerWindow(long trailer) {
    this.trailer = trailer;
  }

  /** Returns the finished hour when this reading is the first of a new one, otherwise null. */
  Summary add(Reading reading) {
    received.incrementAndGet();
    lock.writeLock().lock();
    try {
      Summary finished = null;
      long readingHour = reading.takenAt() / 3_600_000L;
      if (count > 0 && readingHour != hour) {
        finished = summary();
        count = 0;
        warmest = Double.NEGATIVE_INFINITY;
      }
      hour = readingHour;
      if (count == values.length) {
        values = Arrays.copyOf(values, count * 2);
      }
      values[count++] = reading.value();
      if (reading.value() > warmest) {
        warmest = reading.value();
      }
      return finished;
    } finally {
      lock.writeLock().unlock();
    }
  }

  Summary peek() {
    lock.readLock().lock();
    try {
      return count == 0 ? null : summary();
    } finally {
      lock.readLock().unlock();
    }
  }

  private Summary summary() {
    double[] smooth = Percentiles.smooth(Arrays.copyOf(values, count), SMOOTHING);
    return new Summary(
        trailer,
        hour,
        Percentiles.of(smooth, count, 0.5),
        Percentiles.of(smooth, count, 0.95),
        warmest,
        doors.takeOpenings());
  }
}
