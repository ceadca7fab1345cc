package io.tokenward.rules.lint;

import java.util.Set;

/** Words that stand in most texts of some length: the function words of the languages that most prompts are in. */
final class CommonWords {
    private static final Set<String> WORDS = Set.of("""
            a about after all also an and any are as at be been but by can could do does for from get had has
            have he her here his how i if in into is it its just like make me more most my new no not of on one
            only or other our out over s she should so some such than that the their them then there these they
            this to up use was we were what when which who why will with would you your der die das und ist ein
            eine den von zu mit auf für nicht le la les de des du un une et est que qui dans pour pas el los las
            en y del por con para una es se lo и в не на что с по это как для он 一个 我们 可以 这个 他们 没有 什么 自己 如果 因为
            不是 就是 但是 以及 进行 使用 需要 问题
            """.strip().split("\\s+"));

    private CommonWords() {}

    static boolean contain(String word) {
        return WORDS.contains(word);
    }
}
