package example.northlane.ingest.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import example.northlane.aggregate.Aggregator;
import example.northlane.ingest.Pipeline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** GET /health: counters for the monitoring. */
public class HealthHandler implements HttpHandler {
  private final Pipeline pipeline;

  public HealthHandler(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    String text = "waiting " + pipeline.waiting() + "\nprocessed " + pipeline.processed()
        + "\nbroken " + pipeline.broken() + "\nreadings " + Aggregator.totalReadings() + "\n";
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
