package example.northlane.ingest;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** What `ingest.properties` says. */
public record Settings(
    int gatewayPort,
    int httpPort,
    String decoderCommand,
    int decoders,
    int workers,
    int capacity,
    String storeUrl,
    String alarmUrl,
    double alarmLimit) {

  public static Settings read(Path path) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(path)) {
      properties.load(reader);
    }
    return new Settings(
        number(properties, "gateway.port"),
        number(properties, "http.port"),
        text(properties, "decoder.command"),
        number(properties, "decoder.count"),
        number(properties, "pipeline.workers"),
        number(properties, "pipeline.capacity"),
        text(properties, "store.url"),
        text(properties, "alarm.url"),
        Double.parseDouble(text(properties, "alarm.limit")));
  }

  private static int number(Properties properties, String key) {
    return Integer.parseInt(text(properties, key).trim());
  }

  private static String text(Properties properties, String key) {
    String value = properties.getProperty(key);
    if (value == null) {
      throw new IllegalArgumentException("setting `" + key + "` is missing");
    }
    return value;
  }
}
