package io.lokitempo.lab.shop.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A variable part of a text. Where its value comes from is its {@link Origin}. */
public enum Slot {
    ORDER(Origin.REQUEST),
    USER(Origin.REQUEST),
    SKU(Origin.REQUEST),
    WON(Origin.REQUEST),
    ITEMS(Origin.REQUEST),
    IP(Origin.REQUEST),
    EMAIL(Origin.REQUEST),
    PHONE(Origin.REQUEST),
    APPROVAL(Origin.REQUEST),
    WAYBILL(Origin.REQUEST),
    TERM(Origin.REQUEST),
    CARRIER(Origin.REQUEST),
    AGENT(Origin.REQUEST),
    /** A number up to 480. */
    N(Origin.FRESH),
    BYTES(Origin.FRESH),
    /** A fraction of 1. */
    SHARE(Origin.FRESH),
    UUID(Origin.FRESH),
    /** Milliseconds since the operation began. */
    MS(Origin.SITUATION),
    /** Seconds since the operation began, with three decimals. */
    SECONDS(Origin.SITUATION),
    STATUS(Origin.SITUATION),
    METHOD(Origin.SITUATION),
    PATH(Origin.SITUATION),
    PEER(Origin.SITUATION),
    REASON(Origin.SITUATION),
    ATTEMPT(Origin.SITUATION),
    VERSION(Origin.SITUATION);

    private static final List<String> TERMS =
            List.of("운동화", "wireless earbuds", "캠핑 의자", "running shoes", "노트북 파우치", "ノート", "usb-c hub", "겨울 패딩");
    private static final List<String> CARRIERS = List.of("CJ", "HANJIN", "LOTTE", "POST");
    private static final List<String> AGENTS = List.of(
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/142.0",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) Safari/605.1",
            "Mozilla/5.0 (Linux; Android 16) Chrome/142.0 Mobile",
            "ShopApp/8.4.1 (android 16)");

    enum Origin {
        /** The same for every line and span of one request. */
        REQUEST,
        /** New for every line. */
        FRESH,
        /** What is going on where the text is written. */
        SITUATION
    }

    private final Origin origin;
    private final long salt = name().hashCode();

    Slot(Origin origin) {
        this.origin = origin;
    }

    static Slot named(String name) {
        return Arrays.stream(values())
                .filter(slot -> slot.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no slot {" + name + "}"));
    }

    /** Whether the value is a number in structured logs. */
    boolean isNumeric() {
        return switch (this) {
            case ORDER, WON, ITEMS, N, BYTES, MS, SECONDS, STATUS, ATTEMPT, SHARE -> true;
            default -> false;
        };
    }

    void write(StringBuilder out, Facts facts) {
        switch (origin) {
            case REQUEST -> write(out, Dice.hash(facts.requestKey(), salt) >>> 1);
            case FRESH -> write(out, facts.freshBits() >>> 1);
            case SITUATION -> facts.writeSituation(this, out);
        }
    }

    /** @param bits not negative */
    private void write(StringBuilder out, long bits) {
        switch (this) {
            case ORDER -> out.append(10_000_000 + bits % 89_999_999);
            case USER -> out.append("u-").append(100_000 + bits % 399_999);
            case SKU -> out.append("SKU-").append(10_000 + bits % 2_500);
            case WON -> out.append(1_000 + bits % 990 * 100);
            case ITEMS -> out.append(1 + bits % 7);
            case IP -> address(out, bits);
            case EMAIL -> out.append("user").append(bits % 400_000).append("@example.com");
            case PHONE -> out.append("010-****-").append(1_000 + bits % 9_000);
            case APPROVAL -> out.append(30_000_000 + bits % 69_999_999);
            case WAYBILL -> out.append(6_000_000_000L + bits % 999_999_999);
            case TERM -> out.append(TERMS.get((int) (bits % TERMS.size())));
            case CARRIER -> out.append(CARRIERS.get((int) (bits % CARRIERS.size())));
            case AGENT -> out.append(AGENTS.get((int) (bits % AGENTS.size())));
            case N -> out.append(1 + bits % 480);
            case BYTES -> out.append(180 + bits % 48_000);
            case SHARE -> out.append("0.").append(100 + bits % 900);
            case UUID -> uuid(out, bits);
            case MS, SECONDS, STATUS, METHOD, PATH, PEER, REASON, ATTEMPT, VERSION ->
                throw new IllegalStateException(this + " comes of the situation");
        }
    }

    private static void address(StringBuilder out, long bits) {
        out.append((bits & 1 << 30) == 0 ? "211." : "175.").append(bits >>> 16 & 0xff);
        out.append('.').append(bits >>> 8 & 0xff).append('.').append(1 + (bits & 0x7f));
    }

    private static void uuid(StringBuilder out, long bits) {
        String high = String.format("%016x", bits);
        String low = String.format("%016x", Dice.hash(bits, 1));
        out.append(high, 0, 8).append('-').append(high, 8, 12).append("-4").append(high, 13, 16);
        out.append("-a").append(low, 1, 4).append('-').append(low, 4, 16);
    }
}
