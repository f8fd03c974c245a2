//! Names for invented people, by where a family's names come from. Combined by chance; nobody in particular is meant.

/// Given and family names that are often heard together, and the language that is often spoken with them.
pub(crate) struct Heritage {
    pub women: &'static [&'static str],
    pub men: &'static [&'static str],
    pub families: &'static [&'static str],
    /// Spoken at home beside English; empty where English is all.
    pub language: &'static str,
    /// How often, among a hundred or so.
    pub weight: u32,
}

/// Names that go with any family name and say nothing about gender.
pub(crate) const ANY_GENDER: &[&str] = &["Robin", "Quinn", "Sasha", "Noa", "Rowan", "Sage", "Ari", "Jules"];

pub(crate) static HERITAGES: &[Heritage] = &[
    Heritage {
        women: &["Abigail", "Claire", "Dorothy", "Ellen", "Frances", "Heather", "Joyce", "Lorna", "Meredith", "Paige", "Shelby", "Tamsin"],
        men: &["Alan", "Bradley", "Clifford", "Dwight", "Everett", "Gareth", "Howard", "Kenneth", "Leland", "Russell", "Stuart", "Wendell"],
        families: &["Ashworth", "Bellweather", "Cartwright", "Dunmore", "Fairbank", "Hollister", "Kettering", "Lockhart", "Penrose", "Thackery", "Whitlock", "Yardley"],
        language: "",
        weight: 24,
    },
    Heritage {
        women: &["Alejandra", "Beatriz", "Carmen", "Dolores", "Esperanza", "Guadalupe", "Inés", "Lucía", "Marisol", "Rocío", "Xiomara", "Yolanda"],
        men: &["Andrés", "Benicio", "Emiliano", "Felipe", "Gonzalo", "Héctor", "Joaquín", "Mateo", "Octavio", "Ramón", "Tomás", "Vicente"],
        families: &["Arriaga", "Benavides", "Cisneros", "Echeverría", "Figueroa", "Galindo", "Montenegro", "Núñez", "Peñaloza", "Rentería", "Urrutia", "Villaseñor"],
        language: "Spanish",
        weight: 18,
    },
    Heritage {
        women: &["Aaliyah", "Bernice", "Charlene", "Delphine", "Ebony", "Imani", "Keisha", "Latoya", "Monique", "Nia", "Rosetta", "Simone"],
        men: &["Andre", "Cedric", "Darnell", "Elijah", "Isaiah", "Jamal", "Kendrick", "Lamont", "Marcus", "Reginald", "Terrence", "Xavier"],
        families: &["Baptiste", "Broussard", "Coleman", "Fontenot", "Gadsden", "Hightower", "Merriweather", "Pettway", "Rainey", "Sturdivant", "Tolliver", "Winfield"],
        language: "",
        weight: 14,
    },
    Heritage {
        women: &["Abena", "Adaeze", "Bukola", "Chiamaka", "Efua", "Folake", "Ifeoma", "Ngozi", "Temperance", "Wanjiru", "Yaa", "Zainab"],
        men: &["Babatunde", "Chidi", "Emeka", "Kofi", "Kwame", "Mandla", "Obinna", "Olumide", "Sekou", "Tolu", "Uche", "Yemi"],
        families: &["Abara", "Adeyemi", "Boateng", "Chukwu", "Diallo", "Kamau", "Mensah", "Nwosu", "Okafor", "Oyelaran", "Sesay", "Wachira"],
        language: "",
        weight: 7,
    },
    Heritage {
        women: &["Agnieszka", "Bożena", "Danuta", "Elżbieta", "Halina", "Irena", "Katarzyna", "Ludmila", "Małgorzata", "Svetlana", "Vesna", "Zdeňka"],
        men: &["Bogdan", "Dmitri", "Goran", "Jiří", "Kazimierz", "Lech", "Miroslav", "Nikola", "Piotr", "Stanislav", "Vojtěch", "Zbigniew"],
        families: &["Baranowski", "Čermák", "Dvořák", "Horvat", "Jankowski", "Kowalski", "Markovic", "Nowak", "Petrenko", "Sokolov", "Wiśniewski", "Zieliński"],
        language: "Polish",
        weight: 7,
    },
    Heritage {
        women: &["Ai", "Chihiro", "Eun-ji", "Hanae", "Hye-jin", "Kaori", "Mei", "Minh-Châu", "Ngọc", "Thảo", "Xiu", "Yuki"],
        men: &["Akira", "Đức", "Haruto", "Hiroshi", "Jun", "Kenji", "Long", "Min-jun", "Quang", "Sung-ho", "Wei", "Zhiyuan"],
        families: &["Cao", "Đặng", "Fujimoto", "Hoàng", "Hayashida", "Kwon", "Liang", "Ngô", "Oh", "Morinaga", "Tran", "Xu"],
        language: "Vietnamese",
        weight: 9,
    },
    Heritage {
        women: &["Aditi", "Bhavna", "Deepa", "Farah", "Gauri", "Harpreet", "Ishani", "Kavita", "Meena", "Nasreen", "Rukmini", "Sunita"],
        men: &["Arjun", "Balraj", "Chetan", "Dinesh", "Farhan", "Gurpreet", "Imran", "Jatin", "Manoj", "Naveen", "Rohan", "Vikram"],
        families: &["Ahluwalia", "Banerjee", "Chaudhry", "Dhillon", "Iyer", "Krishnan", "Mukherjee", "Nagarajan", "Pillai", "Qureshi", "Siddiqui", "Venkataraman"],
        language: "Hindi",
        weight: 7,
    },
    Heritage {
        women: &["Amal", "Dalia", "Fatima", "Ghada", "Hanan", "Laleh", "Maryam", "Noor", "Parisa", "Rania", "Shirin", "Yasmin"],
        men: &["Adel", "Bashir", "Cyrus", "Elias", "Faisal", "Hamid", "Jamil", "Karim", "Nabil", "Omid", "Sami", "Tariq"],
        families: &["Aboud", "Bahrami", "Darwish", "El-Masri", "Farouk", "Haddad", "Jafari", "Tannous", "Mansour", "Nasser", "Sabbagh", "Tehrani"],
        language: "Arabic",
        weight: 5,
    },
    Heritage {
        women: &["Annika", "Birgit", "Céline", "Eleni", "Francesca", "Giulia", "Inge", "Josefine", "Katrin", "Mairéad", "Solveig", "Zoé"],
        men: &["Anders", "Bjørn", "Cormac", "Étienne", "Fabian", "Giorgio", "Henrik", "Jürgen", "Lorenzo", "Niall", "Per", "Søren"],
        families: &["Andreasen", "Bianchi", "Castellano", "Dubois", "Engström", "Fitzgibbon", "Größmann", "Lindqvist", "Müller", "O'Shaughnessy", "Papadakis", "Vandenberg"],
        language: "",
        weight: 9,
    },
    Heritage {
        women: &["Aponi", "Kealani", "Leilani", "Malia", "Sinopa", "Tala", "Winona", "Yazhi"],
        men: &["Ahiga", "Kaleo", "Keanu", "Makoa", "Nodin", "Sequoyah", "Tavita", "Wakiza"],
        families: &["Begaye", "Kahananui", "Kealoha", "Little Bear", "Nakai", "Redhouse", "Tuiasosopo", "Yellowhorse"],
        language: "",
        weight: 3,
    },
];

/// Streets of the three towns.
pub(crate) const STREETS: &[&str] = &[
    "Alder Street", "Bellflower Lane", "Canal Row", "Dovecote Road", "Ferry Street", "Granary Court", "Hickory Avenue", "Ironworks Way",
    "Juniper Close", "Kiln Street", "Larkspur Drive", "Mill Race", "Orchard Walk", "Quarry Road", "Sycamore Terrace", "Tannery Lane",
];
