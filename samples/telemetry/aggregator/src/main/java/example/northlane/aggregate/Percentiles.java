package example.northlane.aggregate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Percentiles by linear interpolation between the two nearest ranks. */
public final class Percentiles {
  private Percentiles() {}

  public static double of(double[] values, int count, double quantile) {
    if (count == 0) {
      return Double.NaN;
    }
    List<Double> sorted = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (!Double.isNaN(values[i])) {
        sorted.add(values[i]);
      }
    }
    if (sorted.isEmpty()) {
      return Double.NaN;
    }
    Collections.sort(sorted);
    double rank = quantile * (sorted.size() - 1);
    int below = (int) Math.floor(rank);
    int above = Math.min(below + 1, sorted.size() - 1);
    return sorted.get(below) + (rank - below) * (sorted.get(above) - sorted.get(below));
  }

  /** Running medians over a window, to take out single wrong samples. */
  public static double[] smooth(double[] values, int width) {
    double[] result = new double[values.length];
    double[] window = new double[width];
    for (int i = 0; i < values.length; i++) {
      int from = Math.max(0, i - width / 2);
      int to = Math.min(values.length, from + width);
      for (int j = from; j < to; j++) {
        window[j - from] = values[j];
      }
      for (int a = 1; a < to - from; a++) {
        double moved = window[a];
        int b = a - 1;
        while (b >= 0 && window[b] > moved) {
          window[b + 1] = window[b];
          b--;
        }
        window[b + 1] = moved;
      }
      result[i] = window[(to - from) / 2];
    }
    return result;
  }
}
