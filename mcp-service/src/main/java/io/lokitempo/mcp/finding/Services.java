package io.lokitempo.mcp.finding;

import java.util.List;
import org.springframework.data.repository.Repository;

/** Services that were ever seen. */
interface Services extends Repository<ServiceRow, FindingKey> {
    List<ServiceRow> findByKeyTenantAndKeyBackendOrderByKeyId(String tenant, String backend);
}
