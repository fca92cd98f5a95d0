# frozen_string_literal: true

require "yaml"

module Fleet
  Host = Struct.new(:name, :address, :user, :roles, keyword_init: true)

  # The hosts that are named in inventory.yml, by role.
  class Inventory
    def self.load(path)
      new(YAML.safe_load_file(path))
    end

    def initialize(data)
      user = data.fetch("user", "deploy")
      @hosts = data.fetch("hosts").map do |name, entry|
        Host.new(name: name, address: entry.fetch("address", name), user: entry.fetch("user", user),
                 roles: entry.fetch("roles", []))
      end
    end

    def select(pattern)
      return @hosts if pattern.nil? || pattern == "all"

      found = @hosts.select { |host| host.roles.include?(pattern) || File.fnmatch(pattern, host.name) }
      raise ArgumentError, "no host matches #{pattern}" if found.empty?

      found
    end
  end
end
