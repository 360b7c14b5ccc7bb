package io.lokitempo.mcp.finding;

import io.lokitempo.finding.Scope;
import io.lokitempo.telemetry.TenantId;
import jakarta.persistence.Embeddable;
import java.io.Serializable;

/** The primary key of every finding: whose it is, and its id or name within. */
@Embeddable
record FindingKey(String tenant, String backend, String id) implements Serializable {
    FindingKey(Scope scope, String id) {
        this(scope.tenant().value(), scope.backend(), id);
    }

    Scope scope() {
        return new Scope(new TenantId(tenant), backend);
    }
}
