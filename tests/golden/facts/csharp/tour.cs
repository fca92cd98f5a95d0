// A tour of what the C# front end must see.
// The theme: a bakery's orders.
extern alias Legacy;

global using Xunit;
using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using static System.Math;
using Prices = System.Collections.Generic.Dictionary<string, decimal>;

[assembly: CLSCompliant(false)]

namespace Tour.Bakery;

public delegate void Baked(string name, int count);

public interface IOven<in T> where T : class
{
    int Heat { get; set; }

    Task<bool> BakeAsync(T item, CancellationToken stop = default);

    string Describe() => $"oven at {Heat}";
}

public enum Size : byte { Small = 1, Large = Small << 2 }

public record Cake(string Name, Size Size)
{
    public decimal Price { get; init; } = 1.5m;
}

public readonly struct Slice
{
    public readonly int Angle;

    public Slice(int angle) => Angle = angle;

    public static Slice operator +(Slice a, Slice b) => new(a.Angle + b.Angle);
}

[AttributeUsage(AttributeTargets.Class)]
public sealed class OvenAttribute : Attribute { }

public abstract class Oven<T> : IOven<T>, IDisposable where T : class
{
    protected static int Baked;
    private static readonly object Gate = new object();
    private readonly List<T> items = new List<T>();

    public event Baked? Done;

    static Oven() => Baked = 0;

    protected Oven(int heat)
        : base()
    {
        Heat = heat;
    }

    ~Oven() => Dispose();

    public int Heat { get; set; }

    public T this[int index] => items[index];

    public abstract Task<bool> BakeAsync(T item, CancellationToken stop);

    public virtual void Dispose() => GC.SuppressFinalize(this);

    protected void Finish(T item)
    {
        lock (Gate)
        {
            items.Add(item);
            Baked++;
        }
        Done?.Invoke(item.ToString() ?? "", items.Count);
    }
}

[Oven]
public sealed partial class BreadOven : Oven<Cake>
{
    private static readonly HttpClient Client = new();
    private readonly ConcurrentDictionary<string, int> stock = new();
    private readonly SemaphoreSlim places = new(4);
    private volatile bool open = true;
    private long served;

    public BreadOven() : base(heat: 220) { }

    public override async Task<bool> BakeAsync(Cake item, CancellationToken stop)
    {
        await places.WaitAsync(stop);
        try
        {
            var address = "https://flour.example/" + item.Name;
            using var response = await Client.GetAsync(address, stop).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode) return false;
            Interlocked.Increment(ref served);
            Finish(item with { Price = 2 });
            return open;
        }
        catch (HttpRequestException error) when (error.StatusCode is null)
        {
            throw new InvalidOperationException($"no flour for {item.Name}", error);
        }
        catch (Exception)
        {
        }
        finally
        {
            places.Release();
        }
        return false;
    }

    public async IAsyncEnumerable<int> Follow()
    {
        for (var n = 0; n < 3; n++)
        {
            await Task.Delay(n);
            yield return n;
        }
    }

    public static unsafe uint Checksum(byte[] data)
    {
        uint value = 0xFFFF;
        fixed (byte* start = data)
        {
            byte* end = start + data.Length;
            for (var at = start; at < end; at++)
            {
                value ^= (uint)*at << 8;
                for (int bit = 0; bit < 8; bit++)
                    value = (value & 0x8000) != 0 ? value << 1 ^ 0x1021 : value >> 1;
            }
        }
        Span<int> local = stackalloc int[4];
        return ~value % 65521 + (uint)local[^1];
    }

    [DllImport("libscale", EntryPoint = "scale_read")]
    private static extern int ReadScale(IntPtr device);

    public string Describe(object? value) => value switch
    {
        null => "nothing",
        int n and > 3 => "many",
        Cake { Size: Size.Large, Name: var name } => name,
        string text when text.Length > 0 => text.ToUpper(),
        _ => throw new ArgumentException("unknown", nameof(value)),
    };

    public string Report(IEnumerable<Cake> cakes)
    {
        static decimal Round(decimal value) => Math.Round(value, 1);

        var text = "";
        foreach (var (name, size) in cakes)
        {
            text += name + size;
            if (name == "") continue;
        }
        var builder = new StringBuilder(text);
        do builder.Append('-'); while (builder.Length < 20);
        while (true)
        {
            if (builder.Length > 10) break;
        }
        switch (text.Length)
        {
            case 0:
            case 1:
                goto default;
            default:
                break;
        }
        var query = from cake in cakes where cake.Price > 1 orderby cake.Name select Round(cake.Price);
        return string.Format("{0} {1}", builder, query.Sum()) + cakes.Select(c => c.Price).Where(p => p > 0).Count();
    }

    public object? Plugin(string name)
    {
        Type type = Type.GetType(name)!;
        object made = Activator.CreateInstance(type)!;
        dynamic late = made;
        late.Run();
        object boxed = 7;
        int[] numbers = { 1, 2, 3 };
        var part = numbers[1..].Append((int)boxed).ToArray();
        var pair = new { Count = part.Length, Heat };
        int[,] grid = new int[2, 2];
        grid[0, 1] = pair.Count;
        return type.GetMethod("Run", BindingFlags.Instance)?.Invoke(made, null);
    }

    public void Work(string[] files)
    {
        var thread = new Thread(() => stock.TryAdd("bread", 1)) { IsBackground = true };
        thread.Start();
        Parallel.ForEach(files, file => File.ReadAllText(file));
        Task.Run(async () => await BakeAsync(new Cake("roll", Size.Small), default)).Wait();
        Channel<int> channel = Channel.CreateBounded<int>(4);
        channel.Writer.TryWrite((int)Sqrt(16));
        Done += delegate (string name, int count) { Console.WriteLine(name); };
        Func<int, int> twice = x => checked(x * 2);
        Prices prices = new() { ["roll"] = 0.4m };
        Console.WriteLine(twice(prices.Count) + Baked);
    }
}

public class ChecksumTests
{
    [Fact]
    public void IsStable() => Assert.Equal(BreadOven.Checksum(new byte[1]), BreadOven.Checksum(new byte[1]));
}

public static class Program
{
    public static string Shout(this string text) => text + "!";

    public static async Task<int> Main(string[] args)
    {
        using (var oven = new BreadOven())
        {
            oven.Work(args);
            await foreach (var n in oven.Follow()) Console.WriteLine($"{n}: {oven.Describe(n).Shout()}");
        }
        return args is [] ? 0 : 1;
    }
}

internal static unsafe class Bytes
{
    public static byte First(int* numbers)
    {
        var bytes = (byte*)numbers;
        return *bytes;
    }
}
