package example.northlane.ingest.decode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads the lines of `framedec`. They have a fixed order of keys, so a scanner over characters is enough. */
final class JsonLine {
  private final String line;
  private int position;

  private JsonLine(String line) {
    this.line = line;
  }

  static DecodedFrame read(String line) {
    return new JsonLine(line).frame();
  }

  private DecodedFrame frame() {
    if (line.startsWith("{\"error\":")) {
      return DecodedFrame.broken(line.substring(10, line.length() - 2));
    }
    long trailer = number("\"trailer\":");
    int sequence = (int) number("\"sequence\":");
    List<DecodedFrame.Series> series = new ArrayList<>();
    List<DecodedFrame.Door> doors = new ArrayList<>();
    position = line.indexOf("\"records\":[") + 11;
    while (position < line.length() && line.charAt(position) != ']') {
      if (line.startsWith("{\"series\":", position)) {
        int sensor = (int) number("\"series\":");
        int step = (int) number("\"step\":");
        series.add(new DecodedFrame.Series(sensor, step, values()));
      } else if (line.startsWith("{\"door\":", position)) {
        int door = (int) number("\"door\":");
        doors.add(new DecodedFrame.Door(door, number("\"open\":") != 0));
      }
      position = line.indexOf('}', position) + 1;
      if (position < line.length() && line.charAt(position) == ',') {
        position++;
      }
    }
    return new DecodedFrame(trailer, sequence, series, doors, null);
  }

  private long number(String key) {
    position = line.indexOf(key, position) + key.length();
    boolean negative = line.charAt(position) == '-';
    if (negative) {
      position++;
    }
    long value = 0;
    while (position < line.length() && Character.isDigit(line.charAt(position))) {
      value = value * 10 + (line.charAt(position) - '0');
      position++;
    }
    return negative ? -value : value;
  }

  private int[] values() {
    position = line.indexOf('[', position) + 1;
    int[] values = new int[16];
    int count = 0;
    while (line.charAt(position) != ']') {
      if (count == values.length) {
        values = Arrays.copyOf(values, count * 2);
      }
      values[count++] = (int) number("");
      if (line.charAt(position) == ',') {
        position++;
      }
    }
    return Arrays.copyOf(values, count);
  }
}
