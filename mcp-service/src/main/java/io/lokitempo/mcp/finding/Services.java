package io.lokitempo.mcp.finding;

import java.util.List;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Services that were ever seen. */
@Transactional(propagation = Propagation.SUPPORTS, readOnly = true) // one statement each
interface Services extends Repository<ServiceRow, FindingKey> {
    List<ServiceRow> findByKeyTenantAndKeyBackendOrderByKeyId(String tenant, String backend);
}
