package io.lokitempo.lab;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.lokitempo.lab.standin.StandInLimits;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the arrows between modules and packages, over the compiled classes of all modules: this one is built last. */
class ArchitectureTest {
    private static final String[] SHARED = {
        "io.lokitempo.telemetry..",
        "io.lokitempo.finding..",
        "io.lokitempo.mining..",
        "io.lokitempo.topic..",
        "io.lokitempo.upstream..",
        "io.lokitempo.loki..",
        "io.lokitempo.tempo..",
    };

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importPaths(List.of("shared", "analyzer-service", "mcp-service", "lab").stream()
                    .map(module -> Path.of("..", module, "target", "classes"))
                    .toList());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.lokitempo.telemetry",
                "io.lokitempo.finding",
                "io.lokitempo.mining",
                "io.lokitempo.topic",
                "io.lokitempo.upstream",
                "io.lokitempo.loki",
                "io.lokitempo.tempo",
                "io.lokitempo.analyzer",
                "io.lokitempo.mcp",
                "io.lokitempo.lab",
            })
    void everyModule_isLookedAt(String packageName) {
        assertThat(CLASSES.containPackage(packageName)).isTrue();
    }

    @Test
    void shared_dependsOnNoService() {
        noClasses()
                .that()
                .resideInAnyPackage(SHARED)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.lokitempo.analyzer..", "io.lokitempo.mcp..", "io.lokitempo.lab..", "org.springframework..")
                .check(CLASSES);
    }

    @ParameterizedTest
    @CsvSource({"analyzer, mcp, lab", "mcp, analyzer, lab", "lab, analyzer, mcp"})
    void applications_doNotDependOnEachOther(String application, String other, String third) {
        noClasses()
                .that()
                .resideInAPackage("io.lokitempo." + application + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.lokitempo." + other + "..", "io.lokitempo." + third + "..")
                .check(CLASSES);
    }

    /** Algorithms know nothing of Spring, Kafka, SQL, HTTP or files, so that they can be read and tested as what they are. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.lokitempo.mining",
                "io.lokitempo.analyzer.aggregate",
                "io.lokitempo.analyzer.detect",
                "io.lokitempo.analyzer.metric",
                "io.lokitempo.mcp.answer",
            })
    void algorithms_arePure(String packageName) {
        classes()
                .that()
                .resideInAPackage(packageName + "..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                                packageName + "..",
                                "io.lokitempo.telemetry..",
                                "io.lokitempo.finding..",
                                "io.lokitempo.mining..",
                                "java.lang..",
                                "java.math..",
                                "java.nio.charset..",
                                "java.security..",
                                "java.text..",
                                "java.time..",
                                "java.util..",
                                "org.jspecify..")
                        .or(resideInAPackage("java.io").and(not(nameMatching("java\\.io\\.(File|Random).*")))))
                .check(CLASSES);
    }

    /** Vendors' types stay at the edge that parses them into records. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "org.apache.kafka..       | io.lokitempo.topic.., io.lokitempo.setting.., io.lokitempo.analyzer.poll.., io.lokitempo.analyzer.stream.., io.lokitempo.analyzer.store.., io.lokitempo.analyzer.settings.., io.lokitempo.mcp.setting.., io.lokitempo.mcp.resource.., io.lokitempo.lab.start..",
                "java.sql..               | io.lokitempo.analyzer.store.., io.lokitempo.mcp.finding.., io.lokitempo.mcp.setting.., io.lokitempo.lab.start.., io.lokitempo.lab.fault..",
                "java.net.http..          | io.lokitempo.upstream.., io.lokitempo.loki.., io.lokitempo.tempo.., io.lokitempo.lab..",
                "io.modelcontextprotocol..| io.lokitempo.mcp.., io.lokitempo.lab.smoke..",
            })
    void vendorTypes_stayAtTheirEdge(String vendor, String edges) {
        noClasses()
                .that()
                .resideOutsideOfPackages(edges.split(",\\s*", -1))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(vendor)
                .check(CLASSES);
    }

    @Test
    void packages_areFreeOfCycles() {
        slices().matching("io.lokitempo.(**)")
                .should()
                .beFreeOfCycles()
                .ignoreDependency(resideInAPackage("io.lokitempo.lab.standin.."), type(StandInLimits.class))
                .check(CLASSES);
    }
}
