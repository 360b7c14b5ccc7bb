package io.lokitempo.mcp.server;

import io.lokitempo.mcp.completion.CompletionSpecifications;
import io.lokitempo.mcp.completion.Vocabulary;
import io.lokitempo.mcp.export.Exports;
import io.lokitempo.mcp.finding.Findings;
import io.lokitempo.mcp.live.Backends;
import io.lokitempo.mcp.prompt.Prompts;
import io.lokitempo.mcp.resource.Feed;
import io.lokitempo.mcp.resource.FindingResources;
import io.lokitempo.mcp.resource.ResourceSpecifications;
import io.lokitempo.mcp.resource.Subscriptions;
import io.lokitempo.mcp.server.McpServers.SseServer;
import io.lokitempo.mcp.setting.LiveSettings;
import io.lokitempo.mcp.transport.StreamableTransport;
import io.lokitempo.redaction.Redaction;
import io.modelcontextprotocol.server.McpServerFeatures.SyncCompletionSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncPromptSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncResourceSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncResourceTemplateSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Prompts, resources and completions, and the news of resources. */
@Configuration(proxyBeanMethods = false)
class Offers {
    @Bean
    ResourceSpecifications findingResources(
            Findings findings, Exports exports, LiveSettings settings, Redaction redaction, Clock clock) {
        return new ResourceSpecifications(new FindingResources(findings, exports, settings, redaction, clock));
    }

    @Bean
    List<SyncResourceSpecification> resourceLists(ResourceSpecifications resources) {
        return resources.lists();
    }

    @Bean
    List<SyncResourceTemplateSpecification> resourceTemplates(ResourceSpecifications resources) {
        return resources.templates();
    }

    @Bean
    List<SyncPromptSpecification> prompts() {
        return Prompts.all();
    }

    @Bean
    List<SyncCompletionSpecification> completions(
            Findings findings,
            Backends backends,
            LiveSettings settings,
            Clock clock,
            ResourceSpecifications resources) {
        CompletionSpecifications completions =
                new CompletionSpecifications(new Vocabulary(findings, backends, settings, clock));
        return Stream.concat(
                        Prompts.all().stream()
                                .map(specification -> completions.ofPrompt(
                                        specification.prompt().name())),
                        resources.templates().stream()
                                .map(specification -> completions.ofTemplate(
                                        specification.resourceTemplate().uriTemplate())))
                .toList();
    }

    @Bean
    Offer offer(
            ObjectProvider<List<SyncToolSpecification>> tools,
            ObjectProvider<List<SyncResourceSpecification>> resources,
            ObjectProvider<List<SyncResourceTemplateSpecification>> templates,
            ObjectProvider<List<SyncPromptSpecification>> prompts,
            ObjectProvider<List<SyncCompletionSpecification>> completions) {
        return new Offer(all(tools), all(resources), all(templates), all(prompts), all(completions));
    }

    private static <T> List<T> all(ObjectProvider<List<T>> lists) {
        return lists.orderedStream().flatMap(List::stream).toList();
    }

    @Bean
    Subscriptions subscriptions(ObjectProvider<List<SyncResourceSpecification>> resources) {
        return new Subscriptions(uri -> ResourceSpecifications.isKnown(uri)
                || all(resources).stream()
                        .anyMatch(known -> known.resource().uri().equals(uri)));
    }

    @Bean(initMethod = "start")
    Feed feed(
            Subscriptions subscriptions,
            @Value("${lokitempo.settings[KAFKA_BOOTSTRAP_SERVERS]}") String brokers,
            Exports exports,
            LiveSettings settings,
            StreamableTransport streamable,
            SseServer sse,
            Clock clock) {
        return new Feed(
                subscriptions,
                brokers,
                exports,
                tenant -> settings.base().forTenant(tenant).scope(),
                (session, uri) -> {
                    String updated = McpSchema.METHOD_NOTIFICATION_RESOURCES_UPDATED;
                    var what = new McpSchema.ResourcesUpdatedNotification(uri);
                    streamable.notifyClient(session, updated, what).subscribe();
                    sse.transport().notifyClient(session, updated, what).subscribe();
                },
                clock);
    }
}
