package example.northlane.ingest;

import com.sun.net.httpserver.HttpServer;
import example.northlane.aggregate.Aggregator;
import example.northlane.ingest.decode.DecoderPool;
import example.northlane.ingest.gateway.GatewayListener;
import example.northlane.ingest.http.HealthHandler;
import example.northlane.ingest.http.JourneyHandler;
import example.northlane.ingest.http.UploadHandler;
import example.northlane.ingest.store.ReadingStore;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Starts everything. */
public final class Main {
  private static final Logger LOG = Logger.getLogger(Main.class.getName());

  private Main() {}

  public static void main(String[] args) throws Exception {
    if (args.length != 1) {
      System.err.println("usage: ingest SETTINGS");
      System.exit(2);
    }
    Settings settings = Settings.read(Path.of(args[0]));
    ReadingStore store = new ReadingStore(settings.storeUrl());
    Aggregator aggregator = new Aggregator(store::saveSummary);
    AlarmSender alarms = new AlarmSender(settings.alarmUrl(), settings.alarmLimit());
    DecoderPool decoders = new DecoderPool(settings.decoderCommand(), settings.decoders());
    Pipeline pipeline = new Pipeline(decoders, store, aggregator, alarms, settings.capacity());
    pipeline.start(settings.workers());

    HttpServer http = HttpServer.create(new InetSocketAddress(settings.httpPort()), 0);
    http.createContext("/frames", new UploadHandler(pipeline));
    http.createContext("/journeys/", new JourneyHandler(store));
    http.createContext("/health", new HealthHandler(pipeline));
    http.setExecutor(Executors.newCachedThreadPool());
    http.start();

    GatewayListener gateway = new GatewayListener(settings.gatewayPort(), pipeline);
    Thread listener = new Thread(gateway, "gateway");
    listener.start();

    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    timer.scheduleAtFixedRate(() -> flush(aggregator), 1, 1, TimeUnit.MINUTES);

    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      http.stop(2);
      gateway.close();
      pipeline.stop();
      decoders.close();
      timer.shutdownNow();
    }));
    LOG.info(() -> "listening on " + settings.gatewayPort() + " and " + settings.httpPort());
  }

  private static void flush(Aggregator aggregator) {
    try {
      int written = aggregator.flush();
      LOG.fine("wrote " + written + " summaries");
    } catch (IOException failure) {
      LOG.log(Level.WARNING, "summaries stay for the next round", failure);
    }
  }
}
