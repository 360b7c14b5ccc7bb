package io.lokitempo.mcp.finding;

import java.util.Optional;
import org.springframework.data.repository.Repository;

/** Log templates, living ones and those that were succeeded. */
interface LogPatterns extends Repository<PatternRow, FindingKey> {
    Optional<PatternRow> findByKey(FindingKey key);
}
