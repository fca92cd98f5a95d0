// A tour of what the Scala front end must see.
// The theme: a library's catalogue.
package tour
package catalogue

import java.util.concurrent.atomic.AtomicInteger
import java.util.concurrent.{Executors, ConcurrentHashMap => SharedMap}
import scala.collection.mutable
import scala.collection.mutable.{ArrayBuffer, ListBuffer as Buffer}
import scala.concurrent.ExecutionContext.Implicits.global
import scala.concurrent._
import scala.concurrent.duration.*
import scala.io.Source
import scala.reflect.ClassTag
import scala.util.control.NonFatal
import scala.util.{Failure, Success, Try, Using}

sealed trait Medium extends Product with Serializable {
  def title: String
  def label: String = s"medium $title"
}

case class Book(title: String, pages: Int = 0) extends Medium

case object Nothing extends Medium {
  val title = ""
}

enum Shelf(val floor: Int) {
  case Ground extends Shelf(0)
  case Upper extends Shelf(1)
}

type Index = Map[String, List[Book]]

trait Ordered[-T] {
  def before(a: T, b: T): Boolean
}

given byPages: Ordered[Book] with
  def before(a: Book, b: Book): Boolean = a.pages < b.pages


extension (book: Book) def thick: Boolean = book.pages > 400

object Counters {
  var lookups = 0
  @volatile private var open = true
  val hits = new AtomicInteger(0)

  def close(): Unit = open = false
}

abstract class Collection[T <: Medium: ClassTag](val name: String)(using order: Ordered[T]) {
  protected val items: ArrayBuffer[T] = ArrayBuffer.empty
  private var last: Option[T] = None

  def add(item: T): this.type = {
    items += item
    last = Some(item)
    this
  }

  def find(title: String): Option[T]

  def apply(index: Int): T = items(index)
}

class Library(name: String) extends Collection[Book](name) with AutoCloseable {
  def this() = this("none")

  private val cache = new SharedMap[String, Book]()

  override def find(title: String): Option[Book] = {
    Counters.lookups += 1
    this.synchronized {
      Option(cache.get(title)).orElse(items.find(_.title == title))
    }
  }

  override def close(): Unit = super.toString

  lazy val index: Index = items.groupBy(book => book.title.take(1)).map { case (k, v) => k -> v.toList }

  @native def seal(code: Int): Int
}

object Tour {
  val Limit = 4

  def checksum(text: String): Int = {
    var value = 0xffff
    for (i <- 0 until text.length) {
      value ^= text(i) << 8
      for (bit <- 0 until 8) {
        value = if ((value & 0x8000) != 0) (value << 1) ^ 0x1021 else value >>> 1
      }
    }
    ~value % 65521
  }

  def describe(value: Any): String = value match {
    case null => "nothing"
    case Book(title, pages) if pages > 0 => f"$title%s with $pages%d pages"
    case n: Int => "number " + n
    case "a" | "b" => "letter"
    case head :: _ => describe(head)
    case other => throw new IllegalArgumentException(s"no description of $other")
  }

  def load(path: String): Try[List[Book]] = Using(Source.fromFile(path)) { source =>
    val books = new Buffer[Book]
    val lines = source.getLines()
    while (lines.hasNext) {
      val line = lines.next()
      if (line.nonEmpty && !line.startsWith("#")) books += Book(line.trim, line.length)
    }
    books.toList
  }

  def risky(path: String): Int = {
    try {
      path.toInt
    } catch {
      case e: NumberFormatException => -1
      case NonFatal(_) => 0
    } finally {
      Counters.close()
    }
    try path.length / 0
    catch { case _: Throwable => }
    return 1
  }

  def report(books: Seq[Book]): String = {
    def twice(n: Int): Int = n * 2
    var text = ""
    books.foreach { book =>
      text += book.title + ";"
    }
    val builder = new StringBuilder(text)
    var rounds = 0
    while (true) {
      rounds += 1
      builder.append(twice(rounds))
      if (rounds > Limit) return builder.toString
    }
    text
  }

  def pairs(books: List[Book]): List[(String, Int)] = for {
    a <- books
    b <- books
    if a != b
    sum = a.pages + b.pages
  } yield (a.title + b.title, sum)

  def fetch(urls: List[String]): Future[Int] = {
    val parts = urls.map(url => Future { blocking(Source.fromURL(url).mkString.length) })
    for {
      sizes <- Future.sequence(parts)
      more <- Future.successful(1)
    } yield sizes.sum + more
  }

  def sum(numbers: Int*)(using scale: Int = 1): Int = numbers.foldLeft(0)((a, b) => a + b * scale)

  def dynamic(name: String): AnyRef = {
    val made = Class.forName(name).getDeclaredConstructor().newInstance().asInstanceOf[AnyRef]
    val structural = made.getClass.getMethod("run").invoke(made)
    val numbers = Array(3, 1, 2)
    val copy = numbers.clone() ++ List(1, 2)
    val boxed: Any = copy(0)
    if (boxed.isInstanceOf[Int]) structural else made
  }

  @throws[InterruptedException]
  def work(library: Library): Unit = {
    val pool = Executors.newFixedThreadPool(Limit)
    pool.submit(new Runnable { def run(): Unit = Counters.hits.incrementAndGet() })
    val thread = new Thread(() => println(library.find("a")))
    thread.start()
    thread.join()
    val promise = Promise[Int]()
    promise.success(sum(1, 2, 3))
    fetch(Nil).onComplete {
      case Success(size) => println(size)
      case Failure(_) =>
    }
    Await.result(promise.future, 1.second)
  }
}

class TourSuite extends munit.FunSuite {
  test("checksum is stable") {
    assertEquals(Tour.checksum("a"), Tour.checksum("a"))
  }
}

@main def run(arguments: String*): Unit = {
  val library = new Library("city")
  library.add(Book("Emma", 474)).add(Book("Ulysses"))
  Tour.work(library)
  finish(library.index.size)
  println(library.find("Emma").map(_.thick).getOrElse(false))
  println(Tour.report(library.index.values.flatten.toSeq) + Tour.pairs(Nil) + Tour.describe(1) + Shelf.Upper.floor)
}

def finish(n: Int): Unit = ()
