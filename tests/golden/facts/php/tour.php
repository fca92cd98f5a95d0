<?php
// A tour of what the PHP front end must see.
// The theme: a mailing list.
declare(strict_types=1);

namespace Tour\Mailing;

use ArrayIterator;
use Countable;
use IteratorAggregate;
use InvalidArgumentException as Invalid;
use PHPUnit\Framework\{TestCase, Attributes\Test};
use Traversable;
use function array_map, strlen as length;
use const PHP_EOL;

require_once __DIR__ . '/autoload.php';
include 'settings.php';

const LIMIT = 4;
define('Tour\Mailing\SEPARATOR', ', ');

$sent = 0;

interface Sender
{
    public const RETRIES = 3;

    public function send(string $to, string $text): bool;
}

trait Counted
{
    private static int $made = 0;

    public function count(): int
    {
        return count($this->addresses);
    }
}

enum Kind: string
{
    case News = 'news';
    case Bill = 'bill';

    public function label(): string
    {
        return match ($this) {
            self::News => 'News',
            Kind::Bill => 'Your ' . strtolower('BILL'),
        };
    }
}

abstract class Base implements Sender
{
    protected array $log = [];

    public function __construct(protected readonly string $from, private ?Kind $kind = null)
    {
    }

    abstract protected function transport(): callable;

    public function __destruct()
    {
        $this->log = [];
    }

    public function __call(string $name, array $arguments): mixed
    {
        return $this->$name(...$arguments);
    }
}

final class MailingList extends Base implements Countable, IteratorAggregate
{
    use Counted;

    private array $addresses = [];

    public function __construct(string $from, string ...$addresses)
    {
        parent::__construct($from);
        $this->addresses = [...$this->addresses, ...$addresses];
        self::$made++;
        static::class;
    }

    public static function of(string ...$addresses): static
    {
        return new static('list@tour.example', ...$addresses);
    }

    public function getIterator(): Traversable
    {
        return new ArrayIterator($this->addresses);
    }

    public function send(string $to, string $text): bool
    {
        global $sent;
        if ($to === '' || !str_contains($to, '@')) {
            throw new Invalid("no address: {$to}");
        }
        $sent++;
        return ($this->transport())($to, $text) ?? false;
    }

    protected function transport(): callable
    {
        $from = $this->from;
        return static function (string $to, string $text) use ($from, &$calls): bool {
            $calls += 1;
            return mail($to, 'list', $text, ['From' => $from]);
        };
    }

    public function sendAll(string $text): int
    {
        $failed = 0;
        foreach ($this->addresses as $position => $address) {
            try {
                $this->send($address, "$position: $text");
            } catch (Invalid | \TypeError $error) {
                $failed++;
                continue;
            } catch (\Exception) {
            } finally {
                $this->log[] = $address;
            }
        }
        return $failed;
    }
}

#[\Attribute]
class Route
{
    public function __construct(public string $path)
    {
    }
}

#[Route('/checksum')]
function checksum(string $text): int
{
    static $calls = 0;
    $value = 0xFFFF;
    for ($i = 0; $i < length($text); $i++) {
        $value ^= ord($text[$i]) << 8;
        for ($bit = 0; $bit < 8; $bit++) {
            $value = $value & 0x8000 ? ($value << 1) ^ 0x1021 : $value << 1;
        }
    }
    $calls++;
    return ~$value & 0xFFFF % 65521;
}

function lines(string $file): \Generator
{
    $handle = fopen($file, 'r');
    while (($line = fgets($handle)) !== false) {
        yield trim($line) => strlen($line);
    }
    yield from ['end' => 0];
    fclose($handle);
}

function build(array $parts): string
{
    $text = '';
    do {
        $text .= array_shift($parts) . SEPARATOR;
    } while ($parts);
    while (true) {
        if (strlen($text) > 80 and LIMIT > 3) {
            break;
        }
        $text = sprintf('%s%s', $text, str_repeat('-', 2 ** 3));
    }
    return <<<TEXT
        Text: {$text}
        TEXT;
}

function command(string $name): int
{
    switch ($name) {
        case 'send':
        case 'mail':
            return 1;
        default:
            goto unknown;
    }
    unknown:
    return -1 <=> strlen($name);
}

function dynamic(object $target, string $method, string $source): mixed
{
    eval($source);
    $class = new \ReflectionClass($target);
    $made = $class->newInstanceWithoutConstructor();
    $$method = call_user_func([$target, $method], @file_get_contents('none'));
    $copy = clone $made;
    $array = ['a' => 1, 'b' => [1, 2]];
    ['a' => $first, 'b' => [, $second]] = $array;
    $first = (int) "7" + $second;
    extract($array);
    return $copy?->$method($first) ?? `uptime`;
}

class ChecksumTest extends TestCase
{
    #[Test]
    public function isStable(): void
    {
        $this->assertSame(checksum('a'), checksum('a'));
    }

    public function testEmpty(): void
    {
        self::assertSame(0, checksum(''));
    }
}

if (PHP_SAPI === 'cli' && realpath($argv[0] ?? '') === __FILE__) {
    $list = MailingList::of('a@b.example');
    $double = fn (int $n): int => $n * 2;
    echo $list->sendAll('hello') + $double(2), PHP_EOL, implode(',', array_map(strlen(...), ['a'])), build(['x']);
    $fiber = new \Fiber(fn () => \Fiber::suspend(count($list)));
    $fiber->start();
    $child = pcntl_fork();
    $lock = fopen('lock', 'c');
    flock($lock, LOCK_EX);
    $anonymous = new class ('x') extends Route {};
    print Kind::from('news')->label() . $anonymous->path . command('send');
    exit($sent > 0 ? 0 : 1);
}
