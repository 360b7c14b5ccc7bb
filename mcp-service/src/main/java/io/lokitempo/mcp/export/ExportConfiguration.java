package io.lokitempo.mcp.export;

import io.lokitempo.mcp.call.Caller;
import io.lokitempo.mcp.call.Role;
import io.lokitempo.mcp.security.Callers;
import io.lokitempo.mcp.setting.LiveSettings;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
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

/** Finished exports, to be downloaded. */
@Configuration(proxyBeanMethods = false)
class ExportConfiguration {
    @Bean
    Exports exports(LiveSettings settings) {
        return new Exports(() -> settings.current().exportDir());
    }

    @Bean
    RouterFunction<ServerResponse> exportRoutes(Exports exports) {
        return RouterFunctions.route()
                .GET("/exports/{name}", request -> download(exports, request))
                .build();
    }

    private static Mono<ServerResponse> download(Exports exports, ServerRequest request) {
        Caller caller = Callers.of(request);
        if (!caller.role().includes(Role.EXPORTER)) {
            return ServerResponse.status(HttpStatus.FORBIDDEN).build();
        }
        String name = request.pathVariable("name");
        return caller.calls(() -> exports.file(name))
                .map(file -> ServerResponse.ok()
                        .header(HttpHeaders.CONTENT_TYPE, contentType(name))
                        .header(HttpHeaders.CONTENT_DISPOSITION, attachment(name))
                        .header("X-Content-Type-Options", "nosniff")
                        .bodyValue(new FileSystemResource(file)))
                .orElseGet(() -> ServerResponse.notFound().build());
    }

    private static String attachment(String name) {
        return ContentDisposition.attachment()
                .filename(name, StandardCharsets.UTF_8)
                .build()
                .toString();
    }

    private static String contentType(String name) {
        for (Format format : Format.values()) {
            if (name.endsWith("." + format.name().toLowerCase(Locale.ROOT))) {
                return format.contentType();
            }
        }
        return "application/octet-stream";
    }
}
