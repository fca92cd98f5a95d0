# A tour of what the Ruby front end must see.
# The theme: a job runner with a journal.
require "json"
require "set"
require_relative "helpers/journal"
autoload :Digest, "digest"
load "settings.rb" if File.exist?("settings.rb")

LIMIT = 4
$done = 0

module Named
  def self.included(base)
    base.extend(ClassMethods)
  end

  module ClassMethods
    def make(*names, **options, &block)
      names.map { |name| new(name, **options, &block) }
    end
  end

  def to_s = "#{self.class.name}(#{@name})"
end

class JobError < StandardError
  attr_reader :job

  def initialize(job, message = "job failed")
    super(message)
    @job = job
  end
end

Result = Struct.new(:job, :value, keyword_init: true) do
  def ok? = !value.nil?
end

class Job
  include Named
  include Comparable
  attr_accessor :state, :retries

  KINDS = %i[mail report].freeze
  @@made = 0
  @registry = {}

  class << self
    attr_reader :registry

    def register(job)
      registry[job.to_s] = job
    end
  end

  def initialize(name, retries: 3, &work)
    @name = name
    @retries = retries
    @work = work || ->(job) { job.to_s }
    @@made += 1
    self.class.register(self)
  end

  def <=>(other)
    retries <=> other.retries
  end

  def run(*arguments)
    return if @state == :done

    value = @work.call(self, *arguments)
    yield value if block_given?
    $done += 1
    Result.new(job: self, value: value)
  rescue ArgumentError, TypeError => error
    raise JobError.new(self, error.message)
  rescue StandardError
    nil
  else
    @state = :done
  ensure
    @retries -= 1
  end

  def method_missing(name, *arguments, &block)
    name.to_s.start_with?("run_") ? public_send(:run, *arguments, &block) : super
  end

  def respond_to_missing?(name, include_private = false) = name.to_s.start_with?("run_") || super

  %w[pause resume].each do |verb|
    define_method(verb) { @state = verb.to_sym }
  end

  protected

  def secret = instance_variable_get(:@name)

  private

  def quiet
    File.delete("lock")
  rescue
  end
end

def checksum(bytes)
  value = 0xFFFF
  for byte in bytes
    value ^= byte << 8
    8.times do
      value = value[15] == 1 ? (value << 1) ^ 0x1021 : value << 1
    end
  end
  ~value & 0xFFFF
end

def build(lines)
  text = ""
  lines.each_with_index do |line, index|
    next if line.empty?

    text += "#{index}: " + line
    text << "\n"
  end
  format("%<text>s (%<size>d)", text: text, size: text.size)
end

def describe(value)
  case value
  in { kind: "mail", to: String => address } then "mail to #{address}"
  in [Integer => first, *] if first > 3 then "numbers"
  else
    case value
    when nil, "" then "nothing"
    when Job then value.to_s
    else raise JobError, value
    end
  end
end

def numbers(limit)
  return to_enum(:numbers, limit) unless block_given?

  n = 0
  until n >= limit
    yield n
    n += 1
  end
end

def work(jobs)
  lock = Mutex.new
  queue = Queue.new
  jobs.each { |job| queue << job }
  threads = Array.new(LIMIT) do
    Thread.new do
      loop do
        job = queue.pop(true)
        lock.synchronize { $done += job.retries }
      rescue ThreadError
        break
      end
    end
  end
  threads.each(&:join)
  Ractor.new { 1 + 1 }
  while true
    break if ($done % 7).zero?

    begin
      $done -= 1
    end while $done > 10
  end
  1.upto(3) { |n| puts n**2 if n.odd? and not n > 2 }
end

class String
  def shout = upcase + "!"
end

def dynamic(name, source)
  eval(source)
  Job.class_eval("def #{name}; end")
  Job.send(:alias_method, :execute, :run)
  Object.const_get(name.capitalize).instance_eval { @state = 1 }
  jobs = ObjectSpace.each_object(Job).select { _1.retries.positive? }.sort_by(&:retries)
  counts = jobs.to_h { |job| [job.to_s, job] }.merge(**{ size: 1 })
  copy = [*jobs, *jobs.dup]
  counts&.fetch("a", copy)
end

RSpec.describe Job do
  it("is quiet") { expect(checksum("a".bytes)).to eq(checksum("a".bytes)) }
end if defined?(RSpec)

if __FILE__ == $PROGRAM_NAME
  jobs = Job.make("a", "b", retries: 2) { |job| JSON.dump(job.to_s) }
  jobs.first.run { |value| puts value.shout }
  work(jobs)
  fiber = Fiber.new { Fiber.yield Set[1, 2].map { |n| n * 2 } }
  puts build(%w[a b]), describe([4]), numbers(3).to_a.inspect, fiber.resume
end

def listing
  `ls`
end
