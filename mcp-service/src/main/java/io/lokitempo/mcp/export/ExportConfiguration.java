package io.lokitempo.mcp.export;

import io.lokitempo.mcp.call.Caller;
import io.lokitempo.mcp.call.Role;
import io.lokitempo.mcp.security.Callers;
import io.lokitempo.mcp.setting.LiveSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.FileSystemResource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Finished exports, to be downloaded by an id that nobody can guess, and removed. */
@Configuration(proxyBeanMethods = false)
class ExportConfiguration {
    @Bean
    Exports exports(LiveSettings settings, Clock clock) {
        return new Exports(
                () -> settings.current().exportDir(), () -> settings.base().exportBounds(), clock);
    }

    @Bean
    RouterFunction<ServerResponse> exportRoutes(Exports exports) {
        return RouterFunctions.route()
                .GET("/exports/{id}", request -> download(exports, request))
                .DELETE("/exports/{id}", request -> remove(exports, request))
                .build();
    }

    private static Mono<ServerResponse> download(Exports exports, ServerRequest request) {
        Caller caller = Callers.of(request);
        if (!caller.role().includes(Role.EXPORTER)) {
            return ServerResponse.status(HttpStatus.FORBIDDEN).build();
        }
        String id = request.pathVariable("id");
        return Mono.fromCallable(() -> caller.calls(() -> found(exports, id)))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(found -> found.map(ExportConfiguration::sent)
                        .orElseGet(() -> ServerResponse.notFound().build()));
    }

    private record Found(Export export, FileSystemResource file) {}

    private static Optional<Found> found(Exports exports, String id) {
        exports.sweep();
        return exports.find(id)
                .flatMap(export -> exports.file(id).map(file -> new Found(export, new FileSystemResource(file))));
    }

    private static Mono<ServerResponse> sent(Found found) {
        return ServerResponse.ok()
                .header(HttpHeaders.CONTENT_TYPE, found.export().format().contentType())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        attachment(found.export().file()))
                .header(HttpHeaders.CACHE_CONTROL, "private, no-store")
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .header("Referrer-Policy", "no-referrer")
                .bodyValue(found.file());
    }

    private static String attachment(String name) {
        return ContentDisposition.attachment()
                .filename(name, StandardCharsets.UTF_8)
                .build()
                .toString();
    }

    private static Mono<ServerResponse> remove(Exports exports, ServerRequest request) {
        Caller caller = Callers.of(request);
        if (!caller.role().includes(Role.EXPORTER)) {
            return ServerResponse.status(HttpStatus.FORBIDDEN).build();
        }
        String id = request.pathVariable("id");
        return Mono.fromCallable(() -> caller.calls(() -> removed(exports, id)))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(removed -> ServerResponse.status(removed ? HttpStatus.NO_CONTENT : HttpStatus.NOT_FOUND)
                        .build());
    }

    private static boolean removed(Exports exports, String id) {
        try {
            return exports.remove(id);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
