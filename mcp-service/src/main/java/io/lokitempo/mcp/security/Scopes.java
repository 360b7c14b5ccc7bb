package io.lokitempo.mcp.security;

import io.lokitempo.mcp.call.Role;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** OAuth scopes and the roles that they give. */
final class Scopes {
    static final String READ = "mcp:read";
    static final String EXPORT = "mcp:export";
    static final String ADMIN = "mcp:admin";
    static final List<String> ALL = List.of(READ, EXPORT, ADMIN);

    private Scopes() {}

    static Optional<Role> role(Set<String> scopes) {
        if (scopes.contains(ADMIN)) {
            return Optional.of(Role.ADMIN);
        }
        if (scopes.contains(EXPORT)) {
            return Optional.of(Role.EXPORTER);
        }
        return scopes.contains(READ) ? Optional.of(Role.READER) : Optional.empty();
    }
}
