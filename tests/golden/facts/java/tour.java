// A tour of what the Java front end must see.
// The theme: a warehouse that counts its boxes.
package tour.warehouse;

import static java.lang.Math.max;
import static java.util.stream.Collectors.*;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Serializable;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.*;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

interface Weighed extends Comparable<Weighed> {
  int weight();

  default boolean isHeavy() {
    return weight() > 30;
  }

  @Override
  default int compareTo(Weighed other) {
    return Integer.compare(weight(), other.weight());
  }
}

sealed interface Command permits Store, Take {}

record Store(String label, int amount) implements Command {
  Store {
    if (amount < 0) throw new IllegalArgumentException("amount " + amount);
  }
}

record Take(String label) implements Command {}

enum Size implements Serializable {
  SMALL(1),
  LARGE(8) {
    @Override
    int volume() {
      return 64;
    }
  };

  private final int side;

  Size(int side) {
    this.side = side;
  }

  int volume() {
    return side * side * side;
  }
}

@interface Audited {
  String value() default "";
}

abstract class Box<T extends Comparable<T>> implements Weighed {
  protected final List<T> contents = new ArrayList<>();
  private static int made;

  static {
    made = 0;
  }

  {
    made++;
  }

  protected Box(T... first) {
    super();
    for (T item : first) contents.add(item);
  }

  public abstract long fingerprint();

  public native void seal(String code);

  public static int made() {
    return made;
  }
}

class Warehouse extends Box<String> {
  private static final Map<String, Integer> STOCK = new HashMap<>();
  private static volatile boolean open = true;
  private final AtomicLong moves = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();
  private final LinkedBlockingQueue<Command> queue = new LinkedBlockingQueue<>(100);

  class Shelf {
    int[][] places = new int[4][8];

    int used() {
      int used = 0;
      for (int row = 0; row < 4; row++)
        for (int column = 0; column < places[row].length; column++) used += places[row][column] & 1;
      return used;
    }
  }

  @Override
  public int weight() {
    return contents.size() > 3 ? 50 : 5;
  }

  @Override
  public long fingerprint() {
    long value = 0xcbf29ce484222325L;
    for (char c : String.join("", contents).toCharArray()) {
      value ^= c;
      value = (value << 5 | value >>> 59) * 31 % 1_000_003L;
    }
    return ~value;
  }

  @Audited("apply")
  synchronized String apply(Command command) {
    return switch (command) {
      case Store store -> {
        STOCK.merge(store.label(), store.amount(), Integer::sum);
        yield "stored " + store.amount();
      }
      case Take take -> String.format("took %s", take.label());
    };
  }

  int read(Path path) throws IOException {
    int lines = 0;
    try (BufferedReader reader = Files.newBufferedReader(path)) {
      String line;
      while ((line = reader.readLine()) != null) {
        lines++;
        Object boxed = lines;
        if (boxed instanceof Integer number && number > 100) break;
      }
    } catch (NoSuchFieldError | UnsupportedOperationException e) {
      throw new IllegalStateException(e);
    } finally {
      open = false;
    }
    return lines;
  }

  void work() {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    Thread thread = new Thread(() -> {
      while (true) {
        try {
          if (queue.take() instanceof Take) return;
        } catch (InterruptedException ignored) {
        }
      }
    });
    thread.start();
    pool.submit(this::fingerprint);
    CompletableFuture.supplyAsync(() -> apply(new Take("box"))).thenAccept(System.out::println);
    lock.lock();
    try {
      moves.incrementAndGet();
    } finally {
      lock.unlock();
    }
    synchronized (STOCK) {
      STOCK.clear();
    }
  }

  String report(Collection<? extends Weighed> boxes) {
    String text = "";
    Iterator<? extends Weighed> all = boxes.iterator();
    do {
      if (!all.hasNext()) continue;
      text += all.next().weight() + ";";
    } while (all.hasNext());
    Function<Integer, Integer> twice = n -> n * 2;
    Comparator<String> byLength = new Comparator<>() {
      @Override
      public int compare(String a, String b) {
        return a.length() - b.length();
      }
    };
    contents.sort(byLength);
    StringBuilder builder = new StringBuilder(text);
    for (;;) {
      if (builder.append(twice.apply(3)).length() > 80) break;
    }
    return boxes.stream().filter(Weighed::isHeavy).map(b -> "" + b.weight()).collect(joining(",")) + builder;
  }

  Object plugin(String name) throws ReflectiveOperationException {
    Class<?> type = Class.forName(name);
    Method run = type.getDeclaredMethod("run");
    run.setAccessible(true);
    int[] numbers = {3, 1, 2};
    int[] copy = numbers.clone();
    switch (copy[0]) {
      case 1:
      case 2:
        break;
      default:
        assert numbers[0] >= copy[1] : "order";
    }
    return run.invoke(type.getConstructor().newInstance(), (Object[]) null);
  }

  @Test
  void heavyBoxesAreHeavy() {
    assert max(Size.LARGE.volume(), 1) == 64;
  }

  public static void main(String[] arguments) throws Exception {
    Warehouse warehouse = new Warehouse();
    outer:
    for (String argument : arguments) {
      for (int i = 0; i < 3; i += 2) {
        if (argument.isEmpty() || !open) continue outer;
        warehouse.read(Path.of(argument));
      }
    }
    warehouse.work();
    Shelf shelf = warehouse.new Shelf();
    System.out.println(warehouse.report(List.of(warehouse)) + (double) shelf.used() / made());
  }
}
