#include "ingest_service/text/language.h"

#include <gtest/gtest.h>

namespace impactwire::text {
namespace {

struct Case {
  const char* text;
  const char* language;
};

class LanguageTest : public testing::TestWithParam<Case> {};

TEST_P(LanguageTest, IsTold) {
  static const LanguageGuesser& guesser = *new LanguageGuesser;
  EXPECT_EQ(guesser.Guess(GetParam().text), GetParam().language);
}

INSTANTIATE_TEST_SUITE_P(
    All, LanguageTest,
    testing::Values(
        Case{"The company has trained over 6,000 workers in the city.", "en"},
        Case{
            "L'entreprise a form\u00e9 plus de 6 000 ouvriers dans la ville et "
            "les villages pour des projets.",
            "fr"},
        Case{"La empresa ha formado a los trabajadores de la ciudad y del "
             "campo en el norte para las familias.",
             "es"},
        Case{"Das Unternehmen hat die Arbeiter in der Stadt und auf dem Land "
             "mit den Firmen geschult.",
             "de"},
        Case{"A empresa formou os trabalhadores da cidade e do campo em uma "
             "escola no norte para as fam\u00edlias.",
             "pt"},
        Case{"Perusahaan itu melatih para pekerja di kota dan desa untuk "
             "program yang dimulai pada tahun ini dengan dana dari bank.",
             "id"},
        Case{"\u516c\u53f8\u57f9\u8bad\u4e86\u5de5\u4eba\u3002", "zh"},
        Case{"\u4f1a\u793e\u306f\u52b4\u50cd\u8005\u3092\u8a13\u7df4\u3057"
             "\u305f",
             "ja"},
        Case{"\u041a\u043e\u043c\u043f\u0430\u043d\u0438\u044f", "ru"},
        Case{"\u0627\u0644\u0634\u0631\u0643\u0629", "ar"}, Case{"Acme", "und"},
        Case{"6,000 2017", "und"}, Case{"", "und"},
        Case{"Lorem ipsum dolor sit amet consectetur adipiscing elit", "und"}));

}  // namespace
}  // namespace impactwire::text
