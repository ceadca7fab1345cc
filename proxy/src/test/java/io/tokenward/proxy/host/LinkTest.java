package io.tokenward.proxy.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://allowed.com               | allowed.com
            HTTPS://Allowed.com/a/b?c=d#e     | allowed.com
            http://allowed.com:8080/x         | allowed.com
            https://allowed.com/@attacker.com | allowed.com
            https://allowed.com?@attacker.com | allowed.com
            https://allowed.com/a%20b         | allowed.com
            https://[::1]:443/                | [0:0:0:0:0:0:0:1]
            """)
    void theHostOfAPlainUrlIsFound(String url, String host) {
        assertThat(Link.host(url)).map(Host::toString).contains(host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "allowed.com", "//allowed.com", "/a", "ftp://allowed.com/", "file:///etc/passwd",
            "gs://bucket/a", "javascript:alert(1)", "https:allowed.com", "https:/allowed.com", "https:///allowed.com",
            "https://", "https://allowed.com@attacker.com/", "https://attacker.com\\@allowed.com/",
            "https://attacker.com\\.allowed.com/", "https://attacker.com%00.allowed.com/",
            "https://attacker.com\0.allowed.com/", "https://attacker.com%23.allowed.com/", "https://a:b@allowed.com/",
            "https://allowed.com:/", "https://allowed.com:443:80/", "ht\ntps://allowed.com/",
            "https://allowed.com/a b", "https://allowed.com/a\nb", "https://allowed.com/\\..\\",
            " https://allowed.com/",
            "https://allowed.com./", "https://0x7f.1/", "https://2130706433/", "https://127.1/",
            "https://\uff41llowed.com/", "https://allowed\u3002com/", "https://allowed.com/\u00e9",
            "data:image/png;base64,AA=="})
    void whereOthersLeadIsNotCertain(String url) {
        assertThat(Link.host(url)).isEmpty();
    }
}
