package example.northlane.ingest.store;

import example.northlane.aggregate.Reading;
import example.northlane.aggregate.Summary;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Readings and summaries in PostgreSQL; tables in schema.sql. */
public class ReadingStore {
  private final String url;

  public ReadingStore(String url) {
    this.url = url;
  }

  public void saveAll(List<Reading> readings) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url)) {
      for (Reading reading : readings) {
        if (!trailerExists(connection, reading.trailer())) {
          try (PreparedStatement insert = connection.prepareStatement("insert into trailer (id) values (?)")) {
            insert.setLong(1, reading.trailer());
            insert.executeUpdate();
          }
        }
        try (PreparedStatement insert = connection.prepareStatement(
            "insert into reading (trailer, sensor, taken_at, value) values (?, ?, ?, ?) on conflict do nothing")) {
          insert.setLong(1, reading.trailer());
          insert.setInt(2, reading.sensor());
          insert.setTimestamp(3, new Timestamp(reading.takenAt()));
          insert.setDouble(4, reading.value());
          insert.executeUpdate();
        }
      }
    }
  }

  private boolean trailerExists(Connection connection, long trailer) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("select 1 from trailer where id = ?")) {
      select.setLong(1, trailer);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next();
      }
    }
  }

  public List<Reading> journey(long trailer, Instant from) throws SQLException {
    Connection connection = DriverManager.getConnection(url);
    PreparedStatement select = connection.prepareStatement(
        "select sensor, taken_at, value from reading where trailer = ? and taken_at >= ? order by taken_at, sensor");
    select.setLong(1, trailer);
    select.setTimestamp(2, Timestamp.from(from));
    ResultSet rows = select.executeQuery();
    List<Reading> readings = new ArrayList<>();
    while (rows.next()) {
      readings.add(new Reading(trailer, rows.getInt(1), rows.getTimestamp(2).getTime(), rows.getDouble(3)));
    }
    connection.close();
    return readings;
  }

  public void saveSummary(Summary summary) throws IOException {
    try (Connection connection = DriverManager.getConnection(url);
        PreparedStatement insert = connection.prepareStatement(
            "insert into summary (trailer, hour, median, p95, doors) values (?, ?, ?, ?, ?) on conflict do nothing")) {
      insert.setLong(1, summary.trailer());
      insert.setTimestamp(2, new Timestamp(summary.hour() * 3_600_000L));
      insert.setDouble(3, summary.median());
      insert.setDouble(4, summary.p95());
      insert.setInt(5, summary.doorOpenings());
      insert.executeUpdate();
    } catch (SQLException e) {
      throw new IOException("cannot write a summary of trailer " + summary.trailer(), e);
    }
  }
}
