package io.lokitempo.lab.standin.query;

import io.lokitempo.lab.standin.query.Token.Kind;
import java.util.List;

/** The tokens of a query with a place of reading in them; the last is always the end. */
public final class Tokens {
    private final List<Token> all;
    private int next;

    public Tokens(List<Token> all) {
        this.all = List.copyOf(all);
    }

    public Token peek() {
        return all.get(next);
    }

    public Token take() {
        Token token = all.get(next);
        if (token.kind() != Kind.END) {
            next++;
        }
        return token;
    }

    public boolean takeIf(String keywordOrSymbol) {
        boolean found = peek().is(keywordOrSymbol);
        if (found) {
            next++;
        }
        return found;
    }

    public void expect(String keywordOrSymbol) {
        if (!takeIf(keywordOrSymbol)) {
            throw peek().unexpected(keywordOrSymbol);
        }
    }

    public String expect(Kind kind) {
        return expect(kind, kind.name());
    }

    /** @param expecting what the real parser would list */
    public String expect(Kind kind, String expecting) {
        if (peek().kind() != kind) {
            throw peek().unexpected(expecting);
        }
        return take().text();
    }
}
