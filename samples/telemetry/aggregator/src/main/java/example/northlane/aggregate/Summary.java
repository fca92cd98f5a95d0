package example.northlane.aggregate;

/** An hour of a trailer. */
public record Summary(long trailer, long hour, double median, double p95, double warmest, int doorOpenings) {}
