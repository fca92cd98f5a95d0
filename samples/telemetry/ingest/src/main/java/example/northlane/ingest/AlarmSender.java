package example.northlane.ingest;

import example.northlane.aggregate.Reading;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Tells the alarm desk about cargo that is too warm, at most every ten minutes for each trailer. */
public class AlarmSender {
  private static final long QUIET_MILLIS = 600_000;

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final Map<Long, Long> lastSent = new ConcurrentHashMap<>();
  private final URI target;
  private final double limit;

  public AlarmSender(String url, double limit) {
    this.target = URI.create(url);
    this.limit = limit;
  }

  public void check(Reading reading) {
    if (reading.value() <= limit) {
      return;
    }
    Long last = lastSent.get(reading.trailer());
    if (last != null && reading.takenAt() - last < QUIET_MILLIS) {
      return;
    }
    lastSent.put(reading.trailer(), reading.takenAt());
    send(String.format(Locale.ROOT, "{\"trailer\":%d,\"celsius\":%.1f}", reading.trailer(), reading.value()));
  }

  private void send(String body) {
    HttpRequest request = HttpRequest.newBuilder(target)
        .header("Content-Type", "application/json")
        .timeout(Duration.ofSeconds(5))
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
    try {
      client.send(request, HttpResponse.BodyHandlers.discarding());
    } catch (IOException | InterruptedException e) {
      // The next warm reading tries again.
    }
  }
}
