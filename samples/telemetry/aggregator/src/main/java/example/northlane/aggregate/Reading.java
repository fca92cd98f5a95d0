package example.northlane.aggregate;

/** One temperature, in degrees Celsius, as a sensor took it. */
public record Reading(long trailer, int sensor, long takenAt, double value) {
  public Reading {
    if (sensor < 0 || sensor > 255) {
      throw new IllegalArgumentException("sensor " + sensor + " is not in 0..255");
    }
  }
}
