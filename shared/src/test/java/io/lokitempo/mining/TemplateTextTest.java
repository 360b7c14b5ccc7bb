package io.lokitempo.mining;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTextTest {
    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '\0', textBlock = """
                    paid 17 of 30 ~ paid <num> of <num>
                    took 12ms, freed 5 MB ~ took <duration>, freed <size>
                    from 10.0.0.7:8080 to fe80::1:2:3 ~ from <ip> to <mac>
                    read /var/lib/x.db at http://h:80/p?q=1 ~ read <path> at <url>
                    id 0b23bd3e-876a-4af3-b920-c50a90c90b04 ~ id <uuid>
                    commit 4bf92f35 by a@b.co ~ commit <hex> by <email>
                    due 2026-11-22T14:00:01.5Z or Sun Nov 22 14:00:01 UTC 2026 ~ due <ts> or <ts>
                    user=bob enabled=true id= next=5 ~ user=<value> enabled=<bool> id= next=<num>
                    opened "my file.txt" ~ opened "my file.txt"
                    name="my file.txt" ~ name="<quoted>"
                    node-7 joined ~ node-<num> joined
                    got Order(id=1, items=[Item(no=2, n=1)]) ~ got <object>
                    stations=[Seoul, Busan] ~ stations=[<list>]
                    ports 1, 2, 3 ~ ports <num>
                    sent 18846 bytes (18.4 KB) ~ sent <size> (<size>)
                    com.shop.Pay: refused ~ com.shop.Pay: refused
                    main() returned -1 ~ main() returned <num>
                    결제 1234건 실패 ~ 결제 <num>건 실패
                    订单12失败：超时30s ~ 订单<num>失败：超时<duration>
                    a <num> and <*> of it ~ a <num> and <*> of it
                    2026-11-22 14:00:01,123 [main] WARN  c.s.Pay - card 7 refused ~ card <num> refused
                    Nov 22 14:00:01 edge7 app[17]: ready ~ ready
                    [Sun Nov 22 14:00:01 2026] [notice] caught SIGTERM ~ caught SIGTERM
                    I1122 14:00:01.000000       1 server.go:17] ready ~ ready
                    {"level":"info","msg":"paid 17","user":"bob"} ~ {user} paid <num>
                    {"level":"info","user":{"name":"bob","tags":["a","}"]},"n":1 ~ {user,n}
                    level=info caller=a.go:1 msg="paid 17" took=5ms ~ {caller,took} paid <num>
                    """)
    void learn_aFirstLine_showsWhatVaries(String line, String template) {
        TemplateMiner miner = new TemplateMiner("shop", MinerBounds.DEFAULT);

        assertThat(Objects.requireNonNull(miner.learn(line)).text()).isEqualTo(template);
    }

    @ParameterizedTest
    @CsvSource({"paid <num> of <*>, paid <*> of <*>", "a <b> c, a <b> c", "x < <value>, x < <*>"})
    void plain_everyVariable_isAStar(String text, String plain) {
        assertThat(new Template("pat-00000000", text).plain()).isEqualTo(plain);
    }
}
