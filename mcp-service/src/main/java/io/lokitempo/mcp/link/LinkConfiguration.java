package io.lokitempo.mcp.link;

import io.lokitempo.mcp.call.Caller;
import io.lokitempo.mcp.finding.Findings;
import io.lokitempo.mcp.link.Destinations.Destination;
import io.lokitempo.mcp.security.Callers;
import io.lokitempo.mcp.setting.LiveSettings;
import java.util.concurrent.Executors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Links and the address under which they are followed. */
@Configuration(proxyBeanMethods = false)
class LinkConfiguration {
    @Bean
    Links links(LiveSettings settings) {
        return new Links(settings);
    }

    @Bean
    RouterFunction<ServerResponse> linkRoutes(LiveSettings settings, Findings findings) {
        Destinations destinations = new Destinations(settings, findings);
        // A finding is looked up in the database, which must not hold up an event loop.
        Scheduler threads = Schedulers.fromExecutorService(Executors.newVirtualThreadPerTaskExecutor(), "links");
        return RouterFunctions.route()
                .GET("/go/{id}", request -> {
                    String id = request.pathVariable("id");
                    Caller caller = Callers.of(request);
                    return Mono.fromCallable(() -> caller.calls(() -> destinations.of(id)))
                            .subscribeOn(threads)
                            .flatMap(LinkConfiguration::response);
                })
                .build();
    }

    private static Mono<ServerResponse> response(Destination destination) {
        return switch (destination) {
            case Destination.Found(var url) ->
                ServerResponse.status(HttpStatus.FOUND)
                        .location(url)
                        .header("Cache-Control", "no-store")
                        .header("Referrer-Policy", "no-referrer")
                        .build();
            case Destination.Nowhere(String why) -> said(HttpStatus.NOT_FOUND, why);
            case Destination.NotNow(String why) -> said(HttpStatus.SERVICE_UNAVAILABLE, why);
        };
    }

    private static Mono<ServerResponse> said(HttpStatus status, String why) {
        return ServerResponse.status(status)
                .contentType(MediaType.TEXT_PLAIN)
                .header("Cache-Control", "no-store")
                .bodyValue(why + "\n");
    }
}
