package example.northlane.aggregate;

import java.io.IOException;

/** Where finished hours go. */
@FunctionalInterface
public interface SummarySink {
  void write(Summary summary) throws IOException;
}
