# frozen_string_literal: true

require "logger"
require "optparse"
require "shellwords"
require "tmpdir"
require "fleet/inventory"
require "fleet/remote"

module Fleet
  class CLI
    COMMANDS = %w[facts deploy rollback exec].freeze
    KEEP = 5

    def initialize(argv)
      @options = { inventory: "inventory.yml", parallel: 8, service: "web", root: "/srv/app" }
      @arguments = parser.parse(argv)
      @log = Logger.new($stderr, formatter: ->(_, time, _, text) { "#{time.strftime('%T')} #{text}\n" })
    end

    def run
      command = @arguments.shift
      return usage unless COMMANDS.include?(command)

      @hosts = Inventory.load(@options[:inventory]).select(@options[:limit])
      failed = public_send("command_#{command}")
      failed.each { |host, error| @log.error("#{host.name}: #{error.message}") }
      failed.empty? ? 0 : 1
    rescue ArgumentError, CommandFailed, Errno::ENOENT => e
      @log.error(e.message)
      2
    end

    def command_facts
      each_host do |host, remote|
        kernel = remote.run("uname -r").strip
        load = remote.run("cat /proc/loadavg").split.first
        free = remote.run("df --output=pcent #{@options[:root]} | tail -1").strip
        release = remote.run("readlink #{@options[:root]}/current || true").strip
        puts format("%-20s %-24s load %-6s disk %-5s %s", host.name, kernel, load, free, File.basename(release))
      end
    end

    def command_exec
      command = @arguments.shelljoin
      each_host { |host, remote| remote.run(command).each_line { |line| puts "#{host.name}: #{line}" } }
    end

    def command_deploy
      revision = Local.run("git", "rev-parse", "--short", @arguments.fetch(0, "HEAD")).strip
      Dir.mktmpdir do |folder|
        archive = File.join(folder, "#{revision}.tar.gz")
        Local.run("git", "archive", "--format=tar.gz", "-o", archive, revision)
        each_host { |host, remote| release(host, remote, revision, archive) }
      end
    end

    def command_rollback
      each_host do |host, remote|
        releases = remote.run("ls -1t #{@options[:root]}/releases").split
        current = File.basename(remote.run("readlink #{@options[:root]}/current").strip)
        previous = releases[releases.index(current).to_i + 1]
        raise CommandFailed, "#{host.name} has no older release" unless previous

        activate(remote, "#{@options[:root]}/releases/#{previous}")
        @log.info("#{host.name}: back on #{previous}")
      end
    end

    private

    def release(host, remote, revision, archive)
      target = "#{@options[:root]}/releases/#{revision}"
      remote.run("mkdir -p #{target}")
      remote.upload(archive, "/tmp/#{revision}.tar.gz")
      remote.run("tar -xzf /tmp/#{revision}.tar.gz -C #{target} && rm /tmp/#{revision}.tar.gz")
      remote.run("cd #{target} && ./bin/install")
      previous = remote.run("readlink #{@options[:root]}/current || true").strip
      activate(remote, target)
      unless healthy?(remote)
        activate(remote, previous) unless previous.empty?
        raise CommandFailed, "#{revision} is not healthy, back on #{File.basename(previous)}"
      end
      remote.run("ls -1dt #{@options[:root]}/releases/* | tail -n +#{KEEP + 1} | xargs -r rm -rf")
      @log.info("#{host.name}: on #{revision}")
    end

    def activate(remote, target)
      remote.run("ln -sfn #{target} #{@options[:root]}/current")
      remote.run("sudo systemctl restart #{@options[:service]}")
    end

    def healthy?(remote)
      10.times do
        return true if remote.test?("systemctl is-active #{@options[:service]} && curl -fs localhost:8080/healthz")

        sleep 1
      end
      false
    end

    # Runs the block for all hosts, some at a time; the errors by host.
    def each_host
      queue = Queue.new
      @hosts.each { |host| queue << host }
      failed = {}
      threads = Array.new([@options[:parallel], @hosts.size].min) do
        Thread.new do
          while (host = pop(queue))
            begin
              Remote.open(host) { |remote| yield host, remote }
            rescue CommandFailed, Net::SSH::Exception, SystemCallError => e
              failed[host] = e
            end
          end
        end
      end
      threads.each(&:join)
      failed
    end

    def pop(queue)
      queue.pop(true)
    rescue ThreadError
      nil
    end

    def parser
      OptionParser.new do |o|
        o.banner = "usage: fleet [options] #{COMMANDS.join('|')} [arguments]"
        o.on("-i", "--inventory FILE") { |value| @options[:inventory] = value }
        o.on("-l", "--limit ROLE|HOST") { |value| @options[:limit] = value }
        o.on("-p", "--parallel N", Integer) { |value| @options[:parallel] = value }
        o.on("-s", "--service NAME") { |value| @options[:service] = value }
      end
    end

    def usage
      warn parser.help
      2
    end
  end
end
