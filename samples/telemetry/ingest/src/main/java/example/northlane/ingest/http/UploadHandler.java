package example.northlane.ingest.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import example.northlane.ingest.Pipeline;
import java.io.IOException;

/** POST /frames: one frame, for boxes that speak HTTP. */
public class UploadHandler implements HttpHandler {
  private static final int LARGEST = 65_535;

  private final Pipeline pipeline;

  public UploadHandler(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestMethod().equals("POST")) {
        exchange.sendResponseHeaders(405, -1);
        return;
      }
      byte[] frame = exchange.getRequestBody().readNBytes(LARGEST + 1);
      if (frame.length > LARGEST) {
        exchange.sendResponseHeaders(413, -1);
      } else {
        exchange.sendResponseHeaders(pipeline.offer(frame) ? 202 : 503, -1);
      }
    }
  }
}
