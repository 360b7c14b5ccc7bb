package io.lokitempo.mcp.finding;

import java.util.Optional;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Log templates, living ones and those that were succeeded. */
@Transactional(propagation = Propagation.SUPPORTS, readOnly = true) // one statement each
interface LogPatterns extends Repository<PatternRow, FindingKey> {
    Optional<PatternRow> findByKey(FindingKey key);
}
