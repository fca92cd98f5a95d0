# frozen_string_literal: true

require "net/scp"
require "net/ssh"
require "open3"

module Fleet
  class CommandFailed < StandardError; end

  # One ssh session to one host.
  class Remote
    def self.open(host)
      Net::SSH.start(host.address, host.user, non_interactive: true, timeout: 10, keepalive: true) do |session|
        yield new(host, session)
      end
    end

    def initialize(host, session)
      @host = host
      @session = session
    end

    def run(command)
      output = +""
      status = {}
      @session.exec!(command, status: status) { |_, _, data| output << data }
      return output if status[:exit_code].zero?

      raise CommandFailed, "#{@host.name}: `#{command}` ended with #{status[:exit_code]}: #{output.lines.last(3).join}"
    end

    def test?(command)
      run(command)
      true
    rescue CommandFailed
      false
    end

    def upload(local, remote)
      @session.scp.upload!(local, remote)
    end
  end

  module Local
    def self.run(*command)
      output, status = Open3.capture2e(*command)
      raise CommandFailed, "#{command.join(' ')}: #{output}" unless status.success?

      output
    end
  end
end
