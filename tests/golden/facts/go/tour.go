// A tour of what the Go front end must see.
// The theme: a crawler that counts links.
package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	. "math"
	"net/http"
	"reflect"
	str "strings"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"
)

import "os"

const limit = 4

const (
	low = iota
	high
)

var (
	visited = map[string]int{}
	total   int
	guard   sync.Mutex
	hits    atomic.Int64
	once    sync.Once
)

var ErrEmpty = errors.New("empty page")

type Number interface {
	~int | ~float64
}

type Fetcher interface {
	io.Closer
	Fetch(ctx context.Context, url string) (body string, err error)
}

type State uint8

type Alias = map[string][]string

type base struct {
	Name string `json:"name"`
}

type Crawler struct {
	base
	*http.Client
	mu    sync.RWMutex
	links Alias
	visit func(string)
}

type Tree[T Number] struct {
	left, right *Tree[T]
	value       T
}

func init() {
	once.Do(func() { total = 0 })
}

func New(name string) *Crawler {
	return &Crawler{base: base{name}, Client: &http.Client{Timeout: time.Second}, links: make(Alias, 8)}
}

func (t *Tree[T]) Sum() T {
	if t == nil {
		return 0
	}
	return t.value + t.left.Sum() + t.right.Sum()
}

func Largest[T Number](values ...T) (best T) {
	for i, value := range values {
		if i == 0 || value > best {
			best = value
		}
	}
	return
}

func (c *Crawler) Fetch(ctx context.Context, url string) (body string, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return "", fmt.Errorf("request %s: %w", url, err)
	}
	response, err := c.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	bytes, _ := io.ReadAll(response.Body)
	if len(bytes) == 0 {
		return "", ErrEmpty
	}
	return string(bytes), nil
}

func (base) Close() error { return nil }

func hash(text string) uint32 {
	value := uint32(2166136261)
	for i := 0; i < len(text); i++ {
		value ^= uint32(text[i])
		value = value*16777619&^3 | value>>7
		for bit := range 8 {
			value += ^value << uint(bit)
		}
	}
	return value % 1021
}

func (c *Crawler) Run(ctx context.Context, urls []string) <-chan string {
	out := make(chan string, limit)
	var wait sync.WaitGroup
	for _, url := range urls {
		wait.Add(1)
		go func() {
			defer wait.Done()
			body, err := c.Fetch(ctx, url)
			if err != nil {
			}
			c.mu.Lock()
			c.links[url] = append(c.links[url], str.Fields(body)...)
			c.mu.Unlock()
			total++
			hits.Add(1)
			out <- url
		}()
	}
	go closeAfter(&wait, out)
	return out
}

func closeAfter(wait *sync.WaitGroup, out chan<- string) {
	wait.Wait()
	close(out)
}

func watch(ctx context.Context, in <-chan string) (seen int) {
	ticker := time.NewTicker(time.Millisecond)
	defer ticker.Stop()
loop:
	for {
		select {
		case url, open := <-in:
			if !open {
				break loop
			}
			guard.Lock()
			visited[url]++
			guard.Unlock()
			seen++
		case <-ticker.C:
			continue
		case <-ctx.Done():
			return seen
		}
	}
	return seen
}

func describe(value any) string {
	switch typed := value.(type) {
	case nil:
		return "nothing"
	case int, State:
		return fmt.Sprintf("number %v", typed)
	case error:
		panic(typed)
	}
	if text, ok := value.(string); ok {
		return "text " + text
	}
	return reflect.TypeOf(value).Name()
}

func build(parts []string) string {
	text := ""
	var builder str.Builder
	for len(text) < 80 && len(parts) > 0 {
		text += parts[0] + ","
		builder.WriteString(text)
		parts = parts[1:]
	}
	switch {
	case len(text) > 40:
		fallthrough
	case text == "":
		return builder.String()
	default:
		goto end
	}
end:
	return text
}

func bits(value float64) uint64 {
	copied := append([]float64(nil), value, Sqrt(value))
	pointer := unsafe.Pointer(&copied[0])
	return *(*uint64)(unsafe.Add(pointer, 8))
}

func call(target any, method string) (err error) {
	defer func() {
		if problem := recover(); problem != nil {
			err = fmt.Errorf("call: %v", problem)
		}
	}()
	reflect.ValueOf(target).MethodByName(method).Call(nil)
	return
}

func TestHash(t *testing.T) {
	t.Run("stable", func(t *testing.T) {
		if hash("a") != hash("a") {
			t.Error("not stable")
		}
	})
}

func BenchmarkHash(b *testing.B) {
	for n := 0; n < b.N; n++ {
		hash("a long text")
	}
}

func main() {
	crawler := New("links")
	crawler.visit = func(url string) { fmt.Println(url, low, high) }
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	fmt.Println(watch(ctx, crawler.Run(ctx, os.Args)), Largest(1.5, 2), describe(State(1)), build(os.Args), bits(2))
	_ = call(crawler, "CloseIdleConnections")
	new(Tree[int]).Sum()
}
