// A tour of what the Kotlin front end must see.
// The theme: a weather station.
@file:Suppress("unused")

package tour.weather

import java.io.File
import java.util.concurrent.Executors
import java.util.concurrent.atomic.AtomicInteger
import java.util.concurrent.locks.ReentrantLock
import kotlin.concurrent.thread
import kotlin.concurrent.withLock
import kotlin.math.*
import kotlin.random.Random as Dice
import kotlin.reflect.full.declaredMemberFunctions
import kotlinx.coroutines.*
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.sync.Mutex

const val LIMIT = 4
var readings = 0
private val lock = ReentrantLock()
private val hits = AtomicInteger()

typealias Listener = (Reading) -> Unit

annotation class Logged(val name: String = "")

interface Sensor<out T> {
    val name: String

    fun read(): T

    fun label(): String = "sensor $name"
}

data class Reading(val celsius: Double, val at: Long = 0L)

enum class Wind(val degrees: Int) {
    NORTH(0),
    SOUTH(180) {
        override fun arrow() = "v"
    };

    open fun arrow(): String = "^"
}

sealed class Event {
    data class Measured(val reading: Reading) : Event()

    object Silence : Event()
}

@JvmInline
value class Code(val raw: Int)

abstract class Station(protected val place: String) : Sensor<Reading> {
    private val listeners = mutableListOf<Listener>()
    lateinit var last: Reading
    val summary by lazy { "$place: ${listeners.size}" }

    constructor() : this("nowhere")

    init {
        made++
    }

    companion object {
        var made = 0

        @JvmStatic
        fun create(): Station = Thermometer("yard")
    }

    inner class Display {
        fun show() = println(this@Station.place)
    }

    @Logged("notify")
    @Synchronized
    fun notify(reading: Reading) {
        for (listener in listeners) listener(reading)
        last = reading.copy(at = System.nanoTime())
    }

    operator fun plusAssign(listener: Listener) {
        listeners += listener
    }

    abstract suspend fun refresh(): Int
}

class Thermometer(override val name: String) : Station(name), Comparable<Thermometer> {
    override fun read(): Reading = Reading(sin(Dice.nextDouble()) * 10)

    override suspend fun refresh(): Int = coroutineScope {
        val parts = (1..LIMIT).map { n -> async(Dispatchers.IO) { fetch("https://weather.example/$n") } }
        parts.awaitAll().sumOf { it.length }
    }

    private suspend fun fetch(url: String): String = withContext(Dispatchers.IO) {
        delay(10)
        java.net.URL(url).readText()
    }

    override fun compareTo(other: Thermometer): Int = name.compareTo(other.name)
}

object Registry : Iterable<String> {
    private val names = hashMapOf<String, Int>()

    override fun iterator(): Iterator<String> = names.keys.iterator()

    fun add(name: String) {
        synchronized(names) { names[name] = (names[name] ?: 0) + 1 }
        readings += 1
    }
}

fun String.checksum(): Int {
    var value = 0xFFFF
    for (i in 0 until length) {
        value = value xor (this[i].code shl 8)
        for (bit in 7 downTo 0 step 2) {
            value = if (value and 0x8000 != 0) (value shl 1) xor 0x1021 else value ushr 1
        }
    }
    return value.inv() % 65521
}

inline fun <reified T : Any> describe(value: Any?, block: (T) -> String): String = when (value) {
    null -> "nothing"
    is T -> block(value)
    in 1..9, 11 -> "digit"
    !is String -> throw IllegalArgumentException("no description of $value")
    else -> value.uppercase()
}

tailrec fun gcd(a: Int, b: Int): Int = if (b == 0) a else gcd(b, a % b)

fun report(all: List<Reading>): String {
    fun round(value: Double) = (value * 10).roundToInt() / 10.0

    var text = ""
    var index = 0
    while (index < all.size) {
        text += "${round(all[index].celsius)};"
        index++
    }
    do index-- while (index > 0)
    outer@ for ((n, reading) in all.withIndex()) {
        repeat(3) {
            if (reading.celsius > 40) return@repeat
        }
        if (n > LIMIT) break@outer
        if (reading.at < 0) continue@outer
    }
    return buildString { append(text).append(all.filter { it.celsius > 0 }.joinToString()) }
}

fun codes() = sequence {
    var code = 1
    while (true) {
        yield(Code(code))
        code *= 2
    }
}

fun stream(): Flow<Event> = flow { emit(Event.Silence) }

fun load(path: String): Reading? {
    val text = try {
        File(path).useLines { it.first() }
    } catch (e: java.io.IOException) {
        return null
    } finally {
        hits.incrementAndGet()
    }
    try {
        return Reading(text!!.toDouble())
    } catch (e: Exception) {
    }
    return null
}

fun reflect(target: Any, name: String) {
    val type = Class.forName(name).getDeclaredConstructor().newInstance()
    target::class.declaredMemberFunctions.forEach { function -> function.call(type) }
    val boxed: Any = 7 as Int
    val numbers = arrayOf(boxed, *arrayOf(1, 2))
    val listener = object : Runnable {
        override fun run() = println(numbers.size)
    }
    listener.run()
}

class ChecksumTest {
    @Test
    fun `checksum is stable`() {
        check("a".checksum() == "a".checksum())
    }
}

fun main(args: Array<String>) = runBlocking {
    val station = Station.create()
    station += { println(it) }
    val channel = Channel<Reading>(LIMIT)
    launch { channel.send(station.read()) }
    GlobalScope.launch { for (reading in channel) station.notify(reading) }
    thread(start = true) { lock.withLock { Registry.add("a") } }.join()
    Executors.newFixedThreadPool(2).submit { load(args.firstOrNull() ?: "none") }
    Mutex().lock()
    station.Display().show()
    args.takeIf { it.isNotEmpty() }?.let(::println)
    println(describe<Reading>(station.read()) { r -> r.toString() } + report(listOf(Reading(1.0))) + gcd(12, 8))
    println(codes().take(3).toList() + Wind.SOUTH.arrow())
}

external fun checksum(bytes: ByteArray): Int
