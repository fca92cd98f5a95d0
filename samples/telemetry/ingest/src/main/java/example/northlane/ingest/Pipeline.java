package example.northlane.ingest;

import example.northlane.aggregate.Aggregator;
import example.northlane.aggregate.Reading;
import example.northlane.ingest.decode.DecodedFrame;
import example.northlane.ingest.decode.DecoderPool;
import example.northlane.ingest.store.ReadingStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** From a frame's bytes to stored readings. The queue is bounded: gateways keep what does not fit. */
public class Pipeline {
  private final BlockingQueue<byte[]> queue;
  private final DecoderPool decoders;
  private final ReadingStore store;
  private final Aggregator aggregator;
  private final AlarmSender alarms;
  private final AtomicLong processed = new AtomicLong();
  private final AtomicLong broken = new AtomicLong();
  private ExecutorService workers;
  private volatile boolean running;

  public Pipeline(
      DecoderPool decoders, ReadingStore store, Aggregator aggregator, AlarmSender alarms, int capacity) {
    this.decoders = decoders;
    this.store = store;
    this.aggregator = aggregator;
    this.alarms = alarms;
    this.queue = new ArrayBlockingQueue<>(capacity);
  }

  public void start(int count) {
    running = true;
    workers = Executors.newFixedThreadPool(count);
    for (int i = 0; i < count; i++) {
      workers.submit(this::work);
    }
  }

  /** False when the queue is full; the gateway sends the frame again later. */
  public boolean offer(byte[] frame) {
    return queue.offer(frame);
  }

  private void work() {
    while (running) {
      try {
        byte[] frame = queue.poll(1, TimeUnit.SECONDS);
        if (frame != null) {
          process(frame);
        }
      } catch (InterruptedException stop) {
        return;
      } catch (Exception ignored) {
      }
    }
  }

  void process(byte[] bytes) throws Exception {
    DecodedFrame frame = decoders.decode(bytes);
    if (frame.error() != null) {
      broken.incrementAndGet();
      return;
    }
    long now = System.currentTimeMillis();
    List<Reading> readings = new ArrayList<>();
    for (DecodedFrame.Series series : frame.series()) {
      int last = series.values().length - 1;
      for (int i = 0; i <= last; i++) {
        long takenAt = now - (long) (last - i) * series.stepSeconds() * 1000L;
        readings.add(new Reading(frame.trailer(), series.sensor(), takenAt, series.values()[i] / 100.0));
      }
    }
    for (Reading reading : readings) {
      aggregator.add(reading);
      alarms.check(reading);
    }
    for (DecodedFrame.Door door : frame.doors()) {
      aggregator.door(frame.trailer(), door.open(), now);
    }
    store.saveAll(readings);
    processed.incrementAndGet();
  }

  public void stop() {
    running = false;
    workers.shutdownNow();
  }

  public int waiting() {
    return queue.size();
  }

  public long processed() {
    return processed.get();
  }

  public long broken() {
    return broken.get();
  }
}
