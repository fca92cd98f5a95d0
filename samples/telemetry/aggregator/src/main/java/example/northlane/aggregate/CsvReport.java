package example.northlane.aggregate;

import java.text.SimpleDateFormat;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The temperature record of a journey, as customers' quality departments want it. */
public final class CsvReport {
  private static final SimpleDateFormat FORMAT = new SimpleDateFormat("yyyy-MM-dd HH:mm:ss");

  private CsvReport() {}

  public static String of(List<Reading> readings) {
    String text = "time;sensor;celsius\n";
    Map<Integer, Integer> perSensor = new TreeMap<>();
    for (Reading reading : readings) {
      text += FORMAT.format(new Date(reading.takenAt())) + ";" + reading.sensor() + ";";
      text += String.format(Locale.ROOT, "%.2f", reading.value()) + "\n";
      perSensor.merge(reading.sensor(), 1, Integer::sum);
    }
    for (Map.Entry<Integer, Integer> entry : perSensor.entrySet()) {
      text += "# sensor " + entry.getKey() + ": " + entry.getValue() + " readings\n";
    }
    return text;
  }
}
