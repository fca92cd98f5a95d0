package example.northlane.ingest.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import example.northlane.aggregate.CsvReport;
import example.northlane.ingest.store.ReadingStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/** GET /journeys/TRAILER?hours=N: the temperature record as CSV. */
public class JourneyHandler implements HttpHandler {
  private final ReadingStore store;

  public JourneyHandler(ReadingStore store) {
    this.store = store;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String query = exchange.getRequestURI().getQuery();
    byte[] body;
    int status = 200;
    try {
      long trailer = Long.parseLong(path.substring(path.lastIndexOf('/') + 1));
      int hours = query != null && query.startsWith("hours=") ? Integer.parseInt(query.substring(6)) : 24;
      Instant from = Instant.now().minus(Duration.ofHours(hours));
      body = CsvReport.of(store.journey(trailer, from)).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/csv; charset=utf-8");
    } catch (NumberFormatException e) {
      status = 400;
      body = "trailer and hours are numbers\n".getBytes(StandardCharsets.UTF_8);
    } catch (SQLException e) {
      status = 500;
      body = (e.getMessage() + "\n").getBytes(StandardCharsets.UTF_8);
    }
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
